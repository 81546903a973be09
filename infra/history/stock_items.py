"""What moved in stock: reserved, released or committed, taken from the shelf; and first of all what came in for it.

What comes in is as much as leaves, so counters are as they were before, and the journal adds up to them as it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from functions.shared.events.envelope import SYSTEM
from functions.shared.plain import times
from functions.shared.store.records import Record
from functions.stock.model.stock import POOL, JournalEntry, JournalLine
from functions.stock.store.move_stock import journal_put
from functions.stock.store.movements import movement_put
from infra.history.story import Story

_WAREHOUSE = "main"


def stock_items(story: Story) -> Iterator[Record]:
    """The events of a sale: an order that was cancelled gives back what was set aside, and takes nothing."""
    pieces: dict[str, int] = {}
    for line in story.order.lines:
        pieces[line.variant_id] = pieces.get(line.variant_id, 0) + line.quantity
    number = story.order.id
    yield from _moved(number, "order_placed", story.bought.at, [(name, POOL, -n, n) for name, n in pieces.items()])
    if story.paid is None:
        yield from _moved(f"{number}#release", "order_cancelled", story.ended, [(name, POOL, n, -n) for name, n in pieces.items()])
        return
    yield from _moved(f"{number}#commit", "order_paid", story.paid, [(name, POOL, 0, -n) for name, n in pieces.items()])
    if story.sent is None:
        yield from _moved(f"{number}#restock", "order_cancelled", story.ended, [(name, POOL, n, 0) for name, n in pieces.items()])
        return
    taken = [(name, POOL, n, 0) for name, n in pieces.items()] + [(name, _WAREHOUSE, -n, 0) for name, n in pieces.items()]
    yield from _moved(f"{number}#take", "order_planned", story.sent, taken)


def came_in(seed: int, day: str, at: datetime, pieces: Mapping[str, int]) -> Iterator[Record]:
    """The pieces that orders of a day will have taken from the shelves."""
    yield from _moved(f"history#{seed}#{day}", "history", at, [(name, _WAREHOUSE, n, 0) for name, n in sorted(pieces.items()) if n])


def _moved(cause: str, reason: str, at: datetime | None, moves: list[tuple[str, str, int, int]]) -> Iterator[Record]:
    if not moves or at is None:
        return
    lines = [JournalLine(*move) for move in moves]
    entry = JournalEntry(cause, reason, SYSTEM, times.iso(at), lines, listed=True, planned=True)
    yield journal_put(entry).record
    yield from (movement_put(entry, line).record for line in lines)
