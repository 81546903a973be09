"""Lists of orders, newest first: a customer's own, and for staff by status, time, customer, number, phone, product, SKU. No scans.

| asked for | walks | besides |
|---|---|---|
| number | its own item (GetItem) | |
| customer | gsi1 `CUS#<customer>` | status, product, SKU and time on the rows |
| phone | gsi2 `PHONE#<hash>` of number items | the rest on the orders read by BatchGetItem |
| status | gsi2 `STATUS#<status>#<month>`, month by month | product and SKU on the rows |
| nothing of these | gsi1 `MONTH#<month>` of number items, month by month | product and SKU on the rows; orders by BatchGetItem |
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from functions.orders.number import NumberOf, phone_keys
from functions.orders.order_index import walk
from functions.orders.records import ORDER_SK, OrderRecord, OrdersTable, customer_key, month_key, number_pk, order_pk, status_key
from functions.orders.repository import order_of
from functions.orders.states import Status
from functions.shared import clock
from functions.shared.contact.phones import same_phone
from functions.shared.errors import Invalid
from functions.shared.listing import query_page
from functions.shared.pages import Page
from functions.shared.records import find, find_many, load

# Unless asked otherwise: this month and the two before.
_DEFAULT_MONTHS = 3
MOST_MONTHS = 25
_END = "~"


@dataclass(frozen=True)
class OrderFilter:
    """`start` (included) and `end` (excluded) are moments of placing as clock.iso writes them."""

    start: str | None = None
    end: str | None = None
    status: Status | None = None
    customer_id: str | None = None
    phone: str | None = None
    product_id: str | None = None
    sku: str | None = None


def orders_of_customer(customer_id: str, *, limit: int, cursor: str | None) -> Page[OrderRecord]:
    """One Query of the index."""
    pk = customer_key(customer_id)
    return query_page(OrderRecord, pk, index="gsi1", query={"orders of": pk}, limit=limit, cursor=cursor, newest_first=True)


def orders_for_staff(wanted: OrderFilter, *, limit: int, cursor: str | None) -> Page[OrderRecord]:
    """One Query (per month that is walked), and one BatchGetItem where the index holds numbers instead of orders."""
    asked: Any = {
        "between": _bounds((wanted.start or "", wanted.end or _END)),
        "limit": limit,
        "cursor": cursor,
        "query": {name: str(value) for name, value in asdict(wanted).items()},
        "selective": bool(wanted.product_id or wanted.sku or (wanted.customer_id and wanted.status)),
    }

    def orders(index: str, partitions: Sequence[str]) -> Page[OrderRecord]:
        return walk(OrderRecord, index, partitions, accept=_accepts(wanted), **asked)

    def numbers(index: str, partitions: Sequence[str]) -> Page[OrderRecord]:
        def accept(record: OrdersTable) -> bool:
            named = load(NumberOf, record.body)
            # A number drawn before SKUs were kept with it names none; its order is looked at.
            fits = wanted.sku is None or not named.skus or wanted.sku in named.skus
            return fits and (wanted.product_id is None or wanted.product_id in named.products)

        page = walk(OrdersTable, index, partitions, accept=accept, **asked)
        found = _orders([load(NumberOf, number.body).order_id for number in page.data])
        return Page([record for record in found if _accepts(wanted)(record)], page.next_cursor)

    if wanted.customer_id:
        return orders("gsi1", [customer_key(wanted.customer_id)])
    if wanted.phone:
        return numbers("gsi2", phone_keys(wanted.phone))
    if wanted.status is not None:
        return orders("gsi2", [status_key(wanted.status.value, month) for month in _months(wanted)])
    return numbers("gsi1", [month_key(month) for month in _months(wanted)])


def _bounds(span: tuple[str, str]) -> tuple[str, str]:
    """Sort keys are `<placed at>#<order id>`; the end itself is not included, so `#` is where it stops."""
    return span[0] or "0", span[1]


def _accepts(wanted: OrderFilter) -> Callable[[OrderRecord], bool]:
    marks = [
        f'"{name}":{json.dumps(value, ensure_ascii=False)}'
        for name, value in (("product_id", wanted.product_id), ("sku", wanted.sku))
        if value
    ]

    def accept(record: OrderRecord) -> bool:
        fits = (wanted.status is None or record.status == wanted.status) and all(mark in (record.body or "") for mark in marks)
        # The index knows the end of a number only.
        return fits and (not wanted.phone or same_phone(wanted.phone, order_of(record).address.phone))

    return accept


def _months(wanted: OrderFilter) -> list[str]:
    """Newest first. Raises Invalid (422 `period_too_long`): every month costs a request, and none is left out in silence."""
    last = clock.parse(wanted.end) - timedelta(milliseconds=1) if wanted.end else clock.now()
    day = last.replace(day=1)
    first = wanted.start[:7] if wanted.start else ""
    months: list[str] = []
    while first or len(months) < _DEFAULT_MONTHS:
        month = f"{day:%Y-%m}"
        if first and month < first:
            break
        if len(months) == MOST_MONTHS:
            raise Invalid.field("/from", "period_too_long", f"At most {MOST_MONTHS} months at a time.")
        months.append(month)
        day = (day - timedelta(days=1)).replace(day=1)
    return months


def order_by_number(number: str) -> Sequence[OrderRecord]:
    """The order that people call by this number: none or one. Two GetItems."""
    record = find(OrdersTable, number_pk(number), "NUMBER")
    return _orders([load(NumberOf, record.body).order_id]) if record else []


def _orders(order_ids: Sequence[str]) -> list[OrderRecord]:
    if not order_ids:
        return []
    found = find_many({OrderRecord: [(order_pk(order_id), ORDER_SK) for order_id in order_ids]})
    records = [found.get((OrderRecord, order_pk(order_id), ORDER_SK)) for order_id in order_ids]
    return [record for record in records if isinstance(record, OrderRecord)]
