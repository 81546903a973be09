"""Which orders are in a state: the index `listed`, keys only, each state of a month cut into shards.

An order passes through some seven states. With the whole order in one partition for a state and a month, as version 0.1 had it (gsi2
`STATUS#<status>#<month>`), that index was the first to be full. What that version listed is read there until it moves, or `shop migrate`
moves it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from pynamodb.expressions.update import Action

from functions.orders.store.order_index import MOST_AT_ONCE, MOST_READ
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page

SHARDS = 4
"""May grow: readers read all of them, and where an order lies is decided anew with every move. It must not shrink."""

Row = tuple[int, str]
"""The place of a month, and where in it: the moment of placing and the order's id."""


def listing(order_id: str, status: str, placed_at: str) -> tuple[str, str]:
    """(listed_pk, listed_sk) of an order."""
    return _partition(status, placed_at[:7], zlib.crc32(order_id.encode()) % SHARDS), f"{placed_at}#{order_id}"


def relisted(record: OrderRecord, status: str, placed_at: str) -> list[Action]:
    """What moves an order to the list of `status`, also from where version 0.1 had it."""
    partition, place = listing(record.pk.removeprefix(order_pk("")), status, placed_at)
    changes: list[Action] = [OrderRecord.listed_pk.set(partition), OrderRecord.listed_sk.set(place)]
    return [*changes, OrderRecord.gsi2pk.remove(), OrderRecord.gsi2sk.remove()] if record.gsi2pk else changes


def orders_listed(
    status: str,
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
    """`limit` accepted orders of the months, one after the other, each newest first; placed within `between` (both included).

    `read` brings the orders of these ids; `accept` decides by them, as the index may lag. The cursor is the row last looked at: the same
    row whatever shard it lies in, and however many there are. `selective`: many will not be accepted, so many are read at once.
    """
    rows = _rows(status, months, between, _position(pages.decode(cursor, query), months), MOST_AT_ONCE if selective else limit)
    found: list[OrderRecord] = []
    looked = 0
    while chunk := list(islice(rows, MOST_AT_ONCE if selective else limit - len(found))):
        orders = {record.pk: record for record in read([_order_id(row) for row in chunk])}
        for row in chunk:
            looked += 1
            record = orders.get(order_pk(_order_id(row)))
            if record is not None and accept(record):
                found.append(record)
            if len(found) == limit or looked == MOST_READ:
                return Page(found, pages.encode(row, query))
    return Page(found, None)


def _rows(status: str, months: Sequence[str], between: tuple[str, str], after: Row | None, wanted: int) -> Iterator[Row]:
    for place in range(after[0] if after else 0, len(months)):
        last = after[1] if after and place == after[0] else None
        low, high = between[0], min(between[1], last) if last else between[1]
        shards = [_of(OrdersTable.listed, "listed_sk", _partition(status, months[place], n), low, high, wanted) for n in range(SHARDS)]
        before = _of(OrdersTable.gsi2, "gsi2sk", f"STATUS#{status}#{months[place]}", low, high, wanted)
        for at in merge(*shards, before, reverse=True):
            if at != last:  # an order that moves between the indexes can stand in both for a moment
                yield place, at
            last = at


def _of(index: Any, sort_key: str, partition: str, low: str, high: str, wanted: int) -> Iterator[str]:
    if low > high:  # nothing lies there, and DynamoDB refuses to look
        return
    condition = getattr(OrdersTable, sort_key).between(low, high)
    page_size = min(MOST_AT_ONCE, wanted + 1)
    for row in index.query(partition, condition, page_size=page_size, scan_index_forward=False, attributes_to_get=["pk", "sk", sort_key]):
        yield getattr(row, sort_key)


def _position(position: Any, months: Sequence[str]) -> Row | None:
    """Where to go on; also by a cursor of version 0.1, which named the item besides. A forged one is refused here, not by DynamoDB."""
    match position:
        case None:
            return None
        case [int(place), *_, str(at)] if 0 <= place < len(months) and at and len(position) in (2, 4):
            return place, at
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


def _order_id(row: Row) -> str:
    return row[1].rpartition("#")[2]


def _partition(status: str, month: str, shard: int) -> str:
    return f"STATUS#{status}#{month}#{shard}"
