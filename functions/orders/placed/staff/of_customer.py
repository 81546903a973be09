"""Face: a customer's orders in short, newest first, with the money that moved for them."""

from __future__ import annotations

from functions.orders.placed.own_orders import orders_of_customer
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page


@dataclass(frozen=True)
class CustomersOrder:
    """`captured` and `refunded` as the payments say; a guest's order that was claimed is theirs."""

    id: str
    number: str
    status: str
    payment_status: str
    fulfilment_status: str
    placed_at: str
    currency: str
    total: int
    captured: int
    refunded: int


def customers_orders(customer_id: str, *, limit: int, cursor: str | None = None) -> Page[CustomersOrder]:
    """One Query."""
    page = orders_of_customer(customer_id, limit=limit, cursor=cursor)
    return Page([_short(record) for record in page.data], page.next_cursor)


def has_orders(customer_id: str) -> bool:
    """One Query."""
    return bool(orders_of_customer(customer_id, limit=1, cursor=None).data)


def _short(record: OrderRecord) -> CustomersOrder:
    order = order_of(record)
    return CustomersOrder(
        id=order.id, number=order.number, status=record.status, payment_status=record.payment_status,
        fulfilment_status=record.fulfilment_status, placed_at=order.placed_at, currency=order.currency, total=order.totals.total,
        captured=int(record.captured or 0), refunded=int(record.refunded or 0),
    )  # fmt: skip
