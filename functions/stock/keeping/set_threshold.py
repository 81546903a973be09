"""From how few pieces on a variant is low, and how many of it are never offered."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from functions.catalog import variant_id_of
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Remember, Update, transact
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk


def set_threshold(reference: str, low_at: int | None, *, remember: Remember[str, int | None]) -> str:
    """The variant's id. None: the shop's usual one. Raises NotFound, Conflict (409 `not_counted`) for a variant that never had stock."""
    set_ = StockRecord.low_at.remove() if low_at is None else StockRecord.low_at.set(low_at)
    return _set(reference, set_, lambda variant_id: remember(variant_id, low_at))


def set_safety(reference: str, safety: int | None, *, remember: Remember[str, int | None]) -> str:
    """The same of its safety stock."""
    set_ = StockRecord.safety.remove() if safety is None else StockRecord.safety.set(safety)
    return _set(reference, set_, lambda variant_id: remember(variant_id, safety))


def _set(reference: str, set_: Action, remember: Remember[str]) -> str:
    variant_id = variant_id_of(reference)
    refused = Conflict("The variant has no stock counters.", code="not_counted", variant_ids=[variant_id])
    actions = [set_, StockRecord.version.add(1)]
    update = Update(StockRecord, variant_pk(variant_id), STOCK_SK, actions, StockRecord.pk.exists(), refused)
    transact([update, *remember(variant_id)])
    return variant_id
