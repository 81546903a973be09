"""The orders table. One order is one partition: the order, its events, timers, shipments and the payments it knows of."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.shared.records import Record
from functions.shared.settings import table_name


class OrdersTable(Record):
    class Meta:
        table_name = table_name("orders")


class OrderRecord(OrdersTable):
    """pk `ORD#<id>`, sk `ORDER`. `body` is the frozen snapshot (order.Order); the attributes are what moves."""

    class Meta:
        table_name = table_name("orders")

    status = UnicodeAttribute()
    payment_status = UnicodeAttribute(default="unpaid")
    fulfilment_status = UnicodeAttribute(default="unfulfilled")
    cancel_reason = UnicodeAttribute(null=True)
    token_hash = UnicodeAttribute(null=True)
    paid_at = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)
    completed_at = UnicodeAttribute(null=True)


class CartsTable(Record):
    class Meta:
        table_name = table_name("carts")


def order_pk(order_id: str) -> str:
    return f"ORD#{order_id}"


ORDER_SK = "ORDER"
