"""From how few pieces on a variant is low."""

from __future__ import annotations

from functions.catalog import variant_id_of
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Remember, Update, transact
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk


def set_threshold(reference: str, low_at: int | None, *, remember: Remember[str, int | None]) -> str:
    """The variant's id. None: the shop's usual one. Raises NotFound, Conflict (409 `not_counted`) for a variant that never had stock."""
    variant_id = variant_id_of(reference)
    set_ = StockRecord.low_at.remove() if low_at is None else StockRecord.low_at.set(low_at)
    refused = Conflict("The variant has no stock counters.", code="not_counted", variant_ids=[variant_id])
    actions = [set_, StockRecord.version.add(1)]
    update = Update(StockRecord, variant_pk(variant_id), STOCK_SK, actions, StockRecord.pk.exists(), refused)
    transact([update, *remember(variant_id, low_at)])
    return variant_id
