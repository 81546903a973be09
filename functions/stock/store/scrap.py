"""Face: pieces that came back and cannot be sold again: in and out of the journal under one cause, so that it tells where they went."""

from __future__ import annotations

from collections.abc import Sequence

from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Write
from functions.stock.model.stock import JournalEntry, JournalLine, ShelfPieces
from functions.stock.store.move_stock import journal_put
from functions.stock.store.movements import movement_put


def scrap_writes(pieces: Sequence[ShelfPieces], *, cause: str, actor: Actor) -> list[Write]:
    """Two writes and two per shelf; the counters stay, since what goes in goes out. The transaction raises AlreadyMoved."""
    if not pieces:
        return []
    at = times.iso(clock.now())
    came = [JournalLine(one.variant_id, one.place.warehouse, one.quantity, 0, one.place.bin) for one in pieces]
    went = [JournalLine(one.variant_id, one.place.warehouse, -one.quantity, 0, one.place.bin) for one in pieces]
    entries = [
        JournalEntry(f"{cause}#came", "returned", actor, at, came, listed=True, planned=True),
        JournalEntry(f"{cause}#scrapped", "scrapped", actor, at, went, listed=True, planned=True),
    ]
    return [write for entry in entries for write in (journal_put(entry), *(movement_put(entry, line) for line in entry.lines))]
