"""A page of orders from a list of items that lie beside them, in the partition of each, `<placed at>#<order id>` in the index `listed`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from functions.orders.store.order_index import MOST_AT_ONCE, MOST_READ
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.plain.pages import Page
from functions.shared.store.shards import rows


def orders_filed(
    partition: str,
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
    walked = rows(OrdersTable, partition, between=between, after=after, newest_first=True, page_size=many + 1)
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


def _position(position: Any) -> str | None:
    """A cursor can be forged; what is no position is refused here, not by DynamoDB."""
    if position is None or (isinstance(position, str) and position):
        return position
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
