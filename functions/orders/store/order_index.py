"""Walking the partitions of an index, newest first, with filters that the index does not know: bounded, and stable under inserts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter
from typing import Any, TypeVar

from functions.orders.store.records import OrdersTable
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page

R = TypeVar("R", bound=OrdersTable)
Start = tuple[str, str, str]
"""The key of a record, and where it stands in the index."""
# However rare what is looked for: one call looks at no more orders than this, answers what it found, and a cursor to go on from. With the
# rows of the index, and those that were asked for and not come to, it is 1,200 rows at most (ADR 179).
MOST_READ = 400
MOST_AT_ONCE = 100
_FEWEST = 8


def walk(
    model: type[R],
    index: str,
    places: Sequence[Sequence[str]],
    *,
    between: tuple[str, str],
    accept: Callable[[R], bool],
    limit: int,
    cursor: str | None,
    query: Mapping[str, Any],
    selective: bool,
) -> Page[R]:
    """`limit` accepted records of the places, one after the other, whose sort key lies in `between` (both included). The partitions of a
    place are one list: they are read side by side.

    The cursor is the key of the last record read. A page can be shorter than `limit` and still have a cursor. `selective`: many records
    will not be accepted, so as many are read at once as if all were wanted.
    """
    at, start = _position(pages.decode(cursor, query), len(places))
    found: list[R] = []
    read = 0
    for place in range(at, len(places)):
        for record in _query(model, index, places[place], between, MOST_AT_ONCE if selective else limit, start):
            read += 1
            if accept(record):
                found.append(record)
            if len(found) == limit or read == MOST_READ:
                return Page(found, pages.encode([place, record.pk, record.sk, getattr(record, f"{index}sk")], query))
        start = None
    return Page(found, None)


def _query(
    model: type[R], index: str, partitions: Sequence[str], between: tuple[str, str], wanted: int, start: Start | None
) -> Iterator[R]:
    name = f"{index}sk"
    sort_key: Any = getattr(model, name)
    low, high = between[0], min(between[1], start[2]) if start else between[1]
    if low > high:  # nothing lies there, and DynamoDB refuses to look
        return
    # Each of several holds a share of them only.
    page_size = min(MOST_AT_ONCE, wanted + 1 if len(partitions) == 1 else max(_FEWEST, 2 * (wanted + 1) // len(partitions)))
    lists = [
        getattr(model, index).query(partition, sort_key.between(low, high), page_size=page_size, scan_index_forward=False)
        for partition in partitions
    ]
    for record in merge(*lists, key=attrgetter(name), reverse=True):
        if start is None or (record.pk, record.sk) != start[:2]:
            yield record


def _position(position: Any, places: int) -> tuple[int, Start | None]:
    """Where to go on. A cursor can be forged; what is no position of this list is refused here, not by DynamoDB."""
    match position:
        case None:
            return 0, None
        case [int(place), str(pk), str(sk), str(at)] if 0 <= place < places and pk and sk and at:
            return place, (pk, sk, at)
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
