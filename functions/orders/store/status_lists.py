"""Which orders are in a state: the index `listed`, keys only, each state of a month cut into shards.

An order passes through some seven states. With the whole order in one partition for a state and a month, as version 0.1 had it (gsi2
`STATUS#<status>#<month>`), that index was the first to be full. What that version listed is read there until it moves, or `shop migrate`
moves it (shards.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any

from pynamodb.expressions.update import Action

from functions.orders.store.order_index import MOST_AT_ONCE, MOST_READ
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.shards import SHARDS, Row, place, rows

_FEWEST = 8
Place = tuple[int, str]
"""The place of a month, and where in it: the moment of placing and the order's id."""


def listing(order_id: str, status: str, placed_at: str) -> tuple[str, str]:
    """(listed_pk, listed_sk) of an order."""
    return place(_partition(status, placed_at[:7]), f"{placed_at}#{order_id}", of=order_id)


def relisted(record: OrderRecord, status: str, placed_at: str) -> list[Action]:
    """What moves an order to the list of `status`, also from where version 0.1 had it."""
    partition, at = listing(record.pk.removeprefix(order_pk("")), status, placed_at)
    changes: list[Action] = [OrderRecord.listed_pk.set(partition), OrderRecord.listed_sk.set(at)]
    return [*changes, OrderRecord.gsi2pk.remove(), OrderRecord.gsi2sk.remove()] if record.gsi2pk else changes


def status_rows(status: str, months: Sequence[str], *, after: str | None, **asked: Any) -> Iterator[Row]:
    """The list of a status, month after month, newest first; a month is asked for when it is come to."""
    for month in months:
        if after is None or month <= after[:7]:
            yield from rows(OrdersTable, _partition(status, month), former="gsi2", after=after, newest_first=True, **asked)


def orders_listed(
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
) -> Page[OrderRecord]:
    """`limit` accepted orders of the months, one after the other, each newest first; placed within `between` (both included). The lists of
    several statuses are read side by side; on its way from one to another an order stands in both for a moment, and comes once.

    `read` brings the orders of these ids; `accept` decides by them, as the index may lag. The cursor is the row last looked at: the same
    row whatever shard it lies in, and however many there are. `selective`: many will not be accepted, so many are read at once.
    """
    walked = _walked(statuses, months, between, _position(pages.decode(cursor, query), months), MOST_AT_ONCE if selective else limit)
    found: list[OrderRecord] = []
    looked = 0
    while chunk := list(islice(walked, MOST_AT_ONCE if selective else limit - len(found))):
        orders = {record.pk: record for record in read([_order_id(at) for _, at in chunk])}
        for month, at in chunk:
            looked += 1
            record = orders.get(order_pk(_order_id(at)))
            if record is not None and accept(record):
                found.append(record)
            if len(found) == limit or looked == MOST_READ:
                return Page(found, pages.encode((month, at), query))
    return Page(found, None)


def _walked(statuses: Sequence[str], months: Sequence[str], between: tuple[str, str], after: Place | None, wanted: int) -> Iterator[Place]:
    for month in range(after[0] if after else 0, len(months)):
        last = after[1] if after and month == after[0] else None
        lists = [
            rows(
                OrdersTable,
                _partition(status, months[month]),
                former="gsi2",
                between=between,
                after=last,
                newest_first=True,
                page_size=max(_FEWEST, 2 * (wanted + 1) // (SHARDS * len(statuses))),
            )
            for status in statuses
        ]
        before = None
        for row in merge(*lists, key=attrgetter("at"), reverse=True):
            if row.at != before:
                yield month, row.at
            before = row.at


def _position(position: Any, months: Sequence[str]) -> Place | None:
    """Where to go on; also by a cursor of version 0.1, which named the item besides. A forged one is refused here, not by DynamoDB."""
    match position:
        case None:
            return None
        case [int(month), *_, str(at)] if 0 <= month < len(months) and at and len(position) in (2, 4):
            return month, at
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


def _order_id(at: str) -> str:
    return at.rpartition("#")[2]


def _partition(status: str, month: str) -> str:
    return f"STATUS#{status}#{month}"
