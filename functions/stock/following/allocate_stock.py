"""Sold pieces of which no plan is made are taken from a warehouse, the first by priority that has them all.

An order's pieces are taken by its plan, from the shelves that it names (ADR 40). Left for here is what staff ship although it was paid
back, what is written off, parcels by hand of what lies together on no shelf, and what was sold before there were plans.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import MAX_ACTIONS, TooLarge, Write, transact
from functions.shared.store.versions import locked_update
from functions.stock.model.stock import POOL, JournalEntry, JournalLine
from functions.stock.store.move_stock import AlreadyMoved, journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.read_counters import counters
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from functions.stock.store.shelves import NotOnShelf, shelf_updates
from functions.stock.store.warehouses import warehouses

REASON = "allocated"
# A journal entry, a counter, a movement of the pool, and a shelf with its movement: for one more shelf there is room, twice over.
_TOGETHER = MAX_ACTIONS // 10


def allocate_sold(entry: JournalEntry) -> None:
    """Each variant of the entry once, however often the entry is met. Some variants together first; where one of them stands in the way
    (sold by others in this moment, or taken by an earlier try), each by itself."""
    sold = list(entry.to_take().items())
    for start in range(0, len(sold), _TOGETHER):
        some = dict(sold[start : start + _TOGETHER])
        try:
            _allocate(entry.cause, some)
        except (AlreadyMoved, Overtaken, TooLarge):
            for variant_id, pieces in some.items():
                again(lambda one={variant_id: pieces}: _alone(entry.cause, one))  # type: ignore[misc]


def allocation_of(cause: str, variant_id: str) -> str:
    """The cause of the entry that says from where the pieces of another one were taken."""
    return f"allocate#{cause}#{variant_id}"


def _alone(cause: str, sold: Mapping[str, int]) -> None:
    try:
        _allocate(cause, sold)
    except AlreadyMoved:
        return


def _allocate(cause: str, sold: Mapping[str, int]) -> None:
    """All of them or none. Raises AlreadyMoved when one was taken before, Overtaken when its counters moved meanwhile."""
    writes: list[Write] = []
    known = warehouses() if sold else []
    for variant_id, quantity in sold.items():
        level = counters(variant_id, known)
        taken = level.taken(quantity)
        if not taken:
            fact("stock.not_allocated", variant_id=level.variant_id, quantity=quantity)
            continue
        lines = [JournalLine(level.variant_id, place.warehouse, -pieces, 0, place.bin) for place, pieces in taken]
        pool = JournalLine(level.variant_id, POOL, quantity, 0)
        now = times.iso(clock.now())
        entry = JournalEntry(allocation_of(cause, level.variant_id), REASON, SYSTEM, now, [*lines, pool], listed=True)
        actions = [StockRecord.unallocated.add(-quantity), StockRecord.version.add(1)]
        counter = locked_update(StockRecord, variant_pk(level.variant_id), STOCK_SK, actions, level.version)
        writes += [journal_put(entry), counter, *shelf_updates(lines)]
        writes += [movement_put(entry, line) for line in entry.lines]
    try:
        transact(writes)
    except NotOnShelf as error:
        raise Overtaken from error
