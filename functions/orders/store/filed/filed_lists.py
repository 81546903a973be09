"""A page of orders from lists of items that lie beside them, in the partition of each, `<placed at>#<order id>`, and from the lists of
statuses: side by side, in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any

from functions.orders.store.order_index import MOST_AT_ONCE, MOST_READ
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import status_rows
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.shards import SHARDS, Row, rows

_FEWEST = 8


def orders_filed(
    lists: Sequence[tuple[str, str]],
    *,
    between: tuple[str, str],
    read: Callable[[Sequence[str]], Sequence[OrderRecord]],
    accept: Callable[[OrderRecord], bool],
    limit: int,
    cursor: str | None,
    query: Mapping[str, Any],
    selective: bool,
    statuses: Sequence[str] = (),
    months: Sequence[str] = (),
) -> Page[OrderRecord]:
    """Newest first (`between`: both included): of `lists`, each an index and a name, and of the orders of the months in `statuses`. `read`
    brings the orders of these ids; `accept` decides by them, as the index may lag. The cursor is the row last looked at."""
    asked: Any = {"between": between, "read": read, "accept": accept, "limit": limit, "cursor": cursor, "query": query}
    return next(page for page in _looks(lists, statuses, months, selective=selective, **asked) if page)


def orders_in_shorter(several: Sequence[Sequence[tuple[str, str]]], *, selective: bool, **asked: Any) -> Page[OrderRecord]:
    """Each of `several` holds all that is wanted, in one order: they are looked through side by side, and whichever has the page first
    answers. So no more is read than twice the shortest."""
    walks = [_looks(lists, (), (), selective=selective, **asked) for lists in several]
    return next(page for pages_of_all in zip(*walks, strict=False) for page in pages_of_all if page)


def _looks(
    lists: Sequence[tuple[str, str]],
    statuses: Sequence[str],
    months: Sequence[str],
    *,
    between: tuple[str, str],
    read: Callable[[Sequence[str]], Sequence[OrderRecord]],
    accept: Callable[[OrderRecord], bool],
    limit: int,
    cursor: str | None,
    query: Mapping[str, Any],
    selective: bool,
) -> Iterator[Page[OrderRecord] | None]:
    """None after each look that did not end the page."""
    many = MOST_AT_ONCE if selective else limit
    # Each of several lists holds a share of the page only.
    at_once = many + 1 if len(lists) + len(statuses) == 1 else max(_FEWEST, 2 * (many + 1) // (SHARDS * (len(lists) + len(statuses))))
    asked: dict[str, Any] = {"between": between, "after": _position(pages.decode(cursor, query)), "page_size": at_once}
    walked = _side_by_side(
        [
            *(rows(OrdersTable, name, index=index, newest_first=True, **asked) for index, name in lists),
            *(status_rows(one, months, **asked) for one in statuses),
        ]
    )
    found: list[OrderRecord] = []
    looked, chunk_size = 0, many
    while chunk := list(islice(walked, chunk_size)):
        orders = {record.pk: record for record in read([row.at.rpartition("#")[2] for row in chunk])}
        for row in chunk:
            looked += 1
            record = orders.get(order_pk(row.at.rpartition("#")[2]))
            if record is not None and accept(record):
                found.append(record)
            if len(found) == limit or looked == MOST_READ:
                yield Page(found, pages.encode(row.at, query))
                return
        # Where few of them fit, more are read at once than are still wanted.
        chunk_size = many if selective else min(MOST_AT_ONCE, max(limit - len(found), looked - len(found)))
        yield None
    yield Page(found, None)


def _side_by_side(lists: Sequence[Iterator[Row]]) -> Iterator[Row]:
    """On its way from one to another an order stands in both for a moment, and comes once."""
    before = None
    for row in merge(*lists, key=attrgetter("at"), reverse=True):
        if row.at != before:
            yield row
        before = row.at


def _position(position: Any) -> str | None:
    """A cursor can be forged; what is no position is refused here, not by DynamoDB."""
    if position is None or (isinstance(position, str) and position):
        return position
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
