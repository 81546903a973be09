"""Movements that people make: decided on the counters as they are, written with their ledger entry, or refused."""

from __future__ import annotations

from collections.abc import Callable

from pynamodb.expressions.condition import Condition

from functions.catalog.manage_warehouses import check_open
from functions.catalog.move_stock import journal_put
from functions.catalog.project_stock import movement_put
from functions.catalog.read_stock import Level, stock_level
from functions.catalog.records import STOCK_SK, StockRecord, stock_index, variant_pk
from functions.catalog.repository import settled
from functions.catalog.shelves import shelf_update
from functions.catalog.stock import JournalEntry, JournalLine
from functions.shared import clock, ids
from functions.shared.again import Overtaken
from functions.shared.errors import OutOfStock
from functions.shared.events import Actor, Payload, event_put
from functions.shared.transactions import Update, Write, transact

Decide = Callable[[Level], tuple[list[JournalLine], Payload]]
Remember = Callable[[Level], list[Write]]


def book(reference: str, kind: str, reason: str, decide: Decide, *, actor: Actor, remember: Remember) -> Level:
    """The level after the movements that `decide` wants; it may run more than once.

    Raises NotFound for an unknown variant, OutOfStock (409) when less is available than would go, NotOnShelf (409) when less lies in the
    warehouse, Invalid (422 `unknown_warehouse`).
    """
    cause = f"{kind}#{ids.new_id('evt')}"

    def attempt() -> Level:
        before = stock_level(reference)
        lines, payload = decide(before)
        after = before.after(lines)
        if after.available < 0:
            raise OutOfStock([before.variant.id])
        open_ = [check for line in lines for check in check_open(line.warehouse, before.warehouses)]
        entry = JournalEntry(cause, reason, actor, clock.iso(clock.now()), lines)
        event = event_put(StockRecord, variant_pk(before.variant.id), payload, subject=before.variant.id, actor=actor, cause=cause)
        moves = [write for line in lines for write in (shelf_update(line), movement_put(entry, line))]
        transact([*open_, journal_put(entry), _counter(before, after), *moves, event, *remember(after)])
        return after

    return settled(attempt)


def _counter(before: Level, after: Level) -> Update:
    pk = variant_pk(before.variant.id)
    actions = [
        StockRecord.available.set(after.available),
        StockRecord.reserved.set(after.reserved),
        StockRecord.version.set(after.version),
        StockRecord.kind.set("stock"),
        StockRecord.product_id.set(before.variant.product_id),
        StockRecord.gsi1pk.set(stock_index(before.variant.id)),
        StockRecord.gsi1sk.set(pk),
    ]
    same: Condition = StockRecord.version == before.version if before.version else StockRecord.pk.does_not_exist()
    return Update(StockRecord, pk, STOCK_SK, actions, same, Overtaken())
