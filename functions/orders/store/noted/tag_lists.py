"""Which orders have a tag: an item per tag in the partition of its order, in the index `listed` (keys only), cut into shards.

The order's attribute `tags` says what they are; these items follow it in the same transaction, under the order's version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from functions.orders.model.noted.tags import key_of
from functions.orders.store.order_index import MOST_AT_ONCE, MOST_READ
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.shards import place, rows
from functions.shared.store.transactions import Delete, Put, Write

KIND = "tag"


def tag_writes(order_id: str, placed_at: str, before: Sequence[str], after: Sequence[str]) -> list[Write]:
    """What of the index changes. The version of the order is held by whoever writes its attribute beside it."""
    old, new = ({key_of(tag) for tag in tags} for tags in (before, after))
    gone: list[Write] = [Delete(OrdersTable(pk=order_pk(order_id), sk=_sk(key))) for key in sorted(old - new)]
    return [*gone, *(Put(_item(order_id, placed_at, key)) for key in sorted(new - old))]


def orders_tagged(
    tag: str,
    *,
    between: tuple[str, str],
    read: Callable[[Sequence[str]], Sequence[OrderRecord]],
    accept: Callable[[OrderRecord], bool],
    limit: int,
    cursor: str | None,
    query: Mapping[str, Any],
    selective: bool,
) -> Page[OrderRecord]:
    """Newest first, whenever they were placed (`between`: both included). `read` brings the orders of these ids; `accept` decides by them,
    as the index may lag. The cursor is the row last looked at."""
    after = _position(pages.decode(cursor, query))
    many = MOST_AT_ONCE if selective else limit
    walked = rows(OrdersTable, _partition(key_of(tag)), between=between, after=after, newest_first=True, page_size=many + 1)
    found: list[OrderRecord] = []
    looked = 0
    while chunk := list(islice(walked, MOST_AT_ONCE if selective else limit - len(found))):
        orders = {record.pk: record for record in read([row.pk.removeprefix(order_pk("")) for row in chunk])}
        for row in chunk:
            looked += 1
            record = orders.get(row.pk)
            if record is not None and accept(record):
                found.append(record)
            if len(found) == limit or looked == MOST_READ:
                return Page(found, pages.encode(row.at, query))
    return Page(found, None)


def _item(order_id: str, placed_at: str, key: str) -> OrdersTable:
    partition, at = place(_partition(key), f"{placed_at}#{order_id}", of=order_id)
    return OrdersTable(pk=order_pk(order_id), sk=_sk(key), kind=KIND, version=1, listed_pk=partition, listed_sk=at)


def _sk(key: str) -> str:
    return f"TAG#{key}"


def _partition(key: str) -> str:
    return f"TAGGED#{key}"


def _position(position: Any) -> str | None:
    """A cursor can be forged; what is no position is refused here, not by DynamoDB."""
    if position is None or (isinstance(position, str) and position):
        return position
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
