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

_FEWEST, _SIDE_AT_ONCE = 8, 50


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
    half: Any = {"most": MOST_READ // 2, "many": _SIDE_AT_ONCE}
    walks = [_looks(lists, (), (), selective=selective, **half, **asked) for lists in several]
    return next(page for pages_of_all in zip(*walks, strict=False) for page in pages_of_all if page)


def orders_bought_in(
    bought: Sequence[tuple[str, str]],
    lists: Sequence[tuple[str, str]],
    statuses: Sequence[str],
    months: Sequence[str],
    *,
    between: tuple[str, str],
    limit: int,
    **asked: Any,
) -> Page[OrderRecord]:
    """Of `bought`, which holds all of something, those that `lists` and the lists of `statuses` hold all of: in these months by whichever
    has the page first, looked through side by side; what is older by `bought` alone. So what is being worked at is found at once."""
    oldest = months[-1]
    half: Any = {"most": MOST_READ // 2, "many": _SIDE_AT_ONCE, "limit": limit}
    recent = (max(between[0], oldest), between[1])
    lately = _looks(lists, statuses, months, between=recent, **half, **asked)
    for by_bought in _looks(bought, (), (), between=between, **half, **asked):
        page = by_bought or next(lately)
        if page and page is not by_bought and page.next_cursor is None and between[0] < oldest:
            left, most = limit - len(page.data), MOST_READ // 4
            older = _looks(bought, (), (), between=(between[0], oldest), limit=left, most=most, **asked)
            rest = next(one for one in older if one)
            return Page([*page.data, *rest.data], rest.next_cursor)
        if page:
            return page
    raise AssertionError("each walk ends with a page")


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
    most: int = MOST_READ,
    many: int = MOST_AT_ONCE,
) -> Iterator[Page[OrderRecord] | None]:
    """None after each look that did not end the page; `most` orders are looked at, `many` at once."""
    many = many if selective else limit
    # Each shard of each list holds a share of the page only.
    at_once = max(_FEWEST, 2 * (many + 1) // (SHARDS * (len(lists) + len(statuses))))
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
            if len(found) == limit or looked == most:
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
