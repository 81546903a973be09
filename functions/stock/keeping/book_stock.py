"""Movements that people make: decided on the counters as they are, written with their ledger entry, or refused."""

from __future__ import annotations

from collections.abc import Callable

from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, OutOfStock
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Update, Write, transact
from functions.shared.store.versions import locked_update
from functions.stock.keeping.read_stock import Level, stock_level
from functions.stock.model.stock import JournalEntry, JournalLine
from functions.stock.store.move_stock import journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.records import STOCK_SK, StockRecord, stock_index, variant_pk
from functions.stock.store.shelves import shelf_updates
from functions.stock.store.warehouses import check_open

MAX_PLACES = 1_000
"""Warehouses and bins together: all of them are read when pieces are taken."""
Decide = Callable[[Level], tuple[list[JournalLine], Payload]]


def book(reference: str, kind: str, reason: str, decide: Decide, *, actor: Actor, remember: Remember[Level]) -> Level:
    """The level after the movements that `decide` wants; it may run more than once.

    Raises NotFound for an unknown variant, OutOfStock (409) when less is available than would go, NotOnShelf (409) when less lies in the
    warehouse, Conflict (409 `too_many_bins`), Invalid (422 `unknown_warehouse`).
    """
    cause = f"{kind}#{fresh.new_id('evt')}"

    def attempt() -> Level:
        before = stock_level(reference)
        lines, payload = decide(before)
        after = before.after(lines)
        # Below zero where pieces are sold ahead: what comes in is taken, and nothing goes out.
        if after.available < min(0, before.available):
            raise OutOfStock([before.variant.id])
        if len(after.shelves) > max(MAX_PLACES, len(before.shelves)):
            raise Conflict(f"A variant lies in at most {MAX_PLACES} places.", code="too_many_bins", most=MAX_PLACES)
        goals = dict.fromkeys(line.warehouse for line in lines)
        open_ = [check for warehouse_id in goals for check in check_open(warehouse_id, before.warehouses)]
        entry = JournalEntry(cause, reason, actor, times.iso(clock.now()), lines, listed=True)
        event = event_put(StockRecord, variant_pk(before.variant.id), payload, subject=before.variant.id, actor=actor, cause=cause)
        moves: list[Write] = [*shelf_updates(lines), *(movement_put(entry, line) for line in lines)]
        transact([*open_, journal_put(entry), _counter(before, after), *moves, event, *remember(after)])
        return after

    return again(attempt)


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
    return locked_update(StockRecord, pk, STOCK_SK, actions, before.version)
