"""Lists of orders, newest first: a customer's own, and for staff those of a month, all or in one state. No scans, stable cursors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.orders.place_order import NumberOf
from functions.orders.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, month_key, number_pk, order_pk, status_key
from functions.orders.states import Status
from functions.shared import clock
from functions.shared.listing import query_page
from functions.shared.pages import Page
from functions.shared.records import find, find_many, load


@dataclass(frozen=True)
class OrderFilter:
    """`month` is UTC, like `2025-01`; the current one if None."""

    month: str | None = None
    status: Status | None = None


def orders_of_customer(customer_id: str, *, limit: int, cursor: str | None) -> Page[OrderRecord]:
    """One Query of the index."""
    pk = customer_key(customer_id)
    return query_page(OrderRecord, pk, index="gsi1", query={"orders of": pk}, limit=limit, cursor=cursor, newest_first=True)


def orders_of_month(wanted: OrderFilter, *, limit: int, cursor: str | None) -> Page[OrderRecord]:
    """With a status one Query; without, one Query of the numbers and one BatchGetItem of their orders."""
    month = wanted.month or clock.iso(clock.now())[:7]
    if wanted.status is not None:
        pk = status_key(wanted.status.value, month)
        return query_page(OrderRecord, pk, index="gsi2", query={"orders": pk}, limit=limit, cursor=cursor, newest_first=True)
    pk = month_key(month)
    numbers = query_page(OrdersTable, pk, index="gsi1", query={"orders": pk}, limit=limit, cursor=cursor, newest_first=True)
    return Page(_orders([load(NumberOf, number.body).order_id for number in numbers.data]), numbers.next_cursor)


def order_by_number(number: str) -> Sequence[OrderRecord]:
    """The order that people call by this number: none or one. Two GetItems."""
    record = find(OrdersTable, number_pk(number), "NUMBER")
    return _orders([load(NumberOf, record.body).order_id]) if record else []


def _orders(order_ids: Sequence[str]) -> list[OrderRecord]:
    found = find_many({OrderRecord: [(order_pk(order_id), ORDER_SK) for order_id in order_ids]})
    records = [found.get((OrderRecord, order_pk(order_id), ORDER_SK)) for order_id in order_ids]
    return [record for record in records if isinstance(record, OrderRecord)]
