"""Adjust stock by hand: goods came in, broke, were found. Who did it and why is kept in the ledger."""

from __future__ import annotations

from collections.abc import Callable

from pynamodb.expressions.condition import Condition

from functions.catalog.move_stock import journal_put
from functions.catalog.project_stock import movement_put
from functions.catalog.read_stock import Level, stock_level
from functions.catalog.records import StockRecord, variant_pk, warehouse_sk
from functions.catalog.repository import Moved, settled
from functions.catalog.stock import DEFAULT_WAREHOUSE, JournalEntry, JournalLine
from functions.shared import clock, ids
from functions.shared.contracts.catalog import StockAdjusted
from functions.shared.errors import OutOfStock
from functions.shared.events import Actor, event_put
from functions.shared.transactions import Update, Write, transact


def adjust_stock(variant_id: str, delta: int, reason: str, *, actor: Actor, remember: Callable[[Level], list[Write]]) -> Level:
    """The new level. Raises NotFound for an unknown variant, OutOfStock (409) when less is available than would be taken away."""
    cause = f"adjust#{ids.new_id('evt')}"

    def attempt() -> Level:
        before = stock_level(variant_id)
        available = before.available + delta
        if available < 0:
            raise OutOfStock([before.variant.id])
        after = Level(before.variant, available, before.reserved, before.version + 1)
        line = JournalLine(before.variant.id, DEFAULT_WAREHOUSE, delta, 0)
        entry = JournalEntry(cause, reason, actor, clock.iso(clock.now()), [line])
        payload = StockAdjusted(before.variant.id, DEFAULT_WAREHOUSE, delta, reason)
        event = event_put(StockRecord, variant_pk(before.variant.id), payload, subject=before.variant.id, actor=actor, cause=cause)
        transact([journal_put(entry), _counter(before, after), movement_put(entry, line), event, *remember(after)])
        return after

    return settled(attempt)


def _counter(before: Level, after: Level) -> Update:
    actions = [
        StockRecord.available.set(after.available),
        StockRecord.reserved.set(after.reserved),
        StockRecord.version.set(after.version),
        StockRecord.kind.set("stock"),
        StockRecord.product_id.set(before.variant.product_id),
    ]
    same: Condition = StockRecord.version == before.version if before.version else StockRecord.pk.does_not_exist()
    return Update(StockRecord, variant_pk(before.variant.id), warehouse_sk(DEFAULT_WAREHOUSE), actions, same, Moved())
