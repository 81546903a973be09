"""Walking the partitions of an index, newest first, with filters that the index does not know: bounded, and stable under inserts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from functions.orders.store.records import OrdersTable
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page

R = TypeVar("R", bound=OrdersTable)
# However rare what is looked for: one call reads no more than this, answers what it found, and a cursor to go on from.
MOST_READ = 1000
MOST_AT_ONCE = 100


def walk(
    model: type[R],
    index: str,
    partitions: Sequence[str],
    *,
    between: tuple[str, str],
    accept: Callable[[R], bool],
    limit: int,
    cursor: str | None,
    query: Mapping[str, Any],
    selective: bool,
) -> Page[R]:
    """`limit` accepted records of the partitions, one after the other, whose sort key lies in `between` (both included).

    The cursor is the key of the last record read. A page can be shorter than `limit` and still have a cursor. `selective`: many records
    will not be accepted, so as many are read at once as if all were wanted.
    """
    at, start = _position(pages.decode(cursor, query), index, partitions)
    found: list[R] = []
    read = 0
    for place in range(at, len(partitions)):
        for record in _query(model, index, partitions[place], between, MOST_AT_ONCE if selective else limit, start):
            read += 1
            if accept(record):
                found.append(record)
            if len(found) == limit or read == MOST_READ:
                return Page(found, pages.encode([place, record.pk, record.sk, getattr(record, f"{index}sk")], query))
        start = None
    return Page(found, None)


def _query(model: type[R], index: str, partition: str, between: tuple[str, str], wanted: int, start: Any) -> Any:
    sort_key: Any = getattr(model, f"{index}sk")
    if between[0] > between[1]:  # nothing lies there, and DynamoDB refuses to look
        return ()
    page_size = min(MOST_AT_ONCE, wanted + 1)
    return getattr(model, index).query(
        partition, sort_key.between(*between), page_size=page_size, last_evaluated_key=start, scan_index_forward=False
    )


def _position(position: Any, index: str, partitions: Sequence[str]) -> tuple[int, dict[str, Any] | None]:
    """Where to go on. A cursor can be forged; what is no position of this list is refused here, not by DynamoDB."""
    if position is None:
        return 0, None
    match position:
        case [int(place), str(pk), str(sk), str(index_sk)] if 0 <= place < len(partitions) and pk and sk and index_sk:
            keys = {"pk": pk, "sk": sk, f"{index}pk": partitions[place], f"{index}sk": index_sk}
            return place, {name: {"S": value} for name, value in keys.items()}
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
