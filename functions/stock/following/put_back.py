"""Pieces that the follower had taken from a warehouse did not leave after all: they lie where they were taken from, still sold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from functions.stock.following.allocate_stock import allocate_sold, allocation_of
from functions.stock.model.stock import POOL, JournalEntry, JournalLine, merged
from functions.stock.store.move_stock import AlreadyMoved, journal_put
from functions.stock.store.movements import movement_put
from functions.stock.store.records import JOURNAL_SK, STOCK_SK, JournalRecord, StockRecord, journal_pk, variant_pk
from functions.stock.store.shelves import shelf_updates

REASON = "came_back"


def put_back(entry: JournalEntry) -> None:
    """Each variant of the entry once, however often and in whatever order the stream tells the two entries: what was not taken yet is taken
    first, so that nothing can take it later."""
    if not entry.came_back:
        return
    taken_for = _entry(entry.of)
    if taken_for is None:
        return
    allocate_sold(taken_for)
    for variant_id, pieces in merged(entry.came_back).items():
        taken = _entry(allocation_of(entry.of, variant_id))
        if taken is not None:
            _lie_again(entry.cause, variant_id, [*_places(taken, pieces)])


def _entry(cause: str) -> JournalEntry | None:
    record = find(JournalRecord, journal_pk(cause), JOURNAL_SK)
    return load(JournalEntry, record.body) if record else None


def _places(taken: JournalEntry, pieces: int) -> Iterator[JournalLine]:
    """As many of them as were taken, at most."""
    for line in (one for one in taken.lines if one.warehouse != POOL):
        some = min(pieces, -line.pieces)
        if some > 0:
            yield JournalLine(line.variant_id, line.warehouse, some, 0, line.bin)
            pieces -= some


def _lie_again(cause: str, variant_id: str, lines: list[JournalLine]) -> None:
    pieces = sum(line.pieces for line in lines)
    pool = JournalLine(variant_id, POOL, -pieces, 0)
    now = times.iso(clock.now())
    entry = JournalEntry(f"{REASON}#{cause}#{variant_id}", REASON, SYSTEM, now, [*lines, pool], planned=True, listed=True)
    actions = [StockRecord.unallocated.add(pieces), StockRecord.version.add(1)]
    # Whatever else moves them meanwhile: both are differences, and their counters were there when the pieces were taken.
    counter = Update(StockRecord, variant_pk(variant_id), STOCK_SK, actions)
    with suppress(AlreadyMoved):
        transact([journal_put(entry), counter, *shelf_updates(lines), *(movement_put(entry, line) for line in entry.lines)])
