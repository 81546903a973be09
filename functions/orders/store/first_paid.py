"""Which order of a customer was paid first: what is for newcomers holds for that one only.

The payment's own transaction writes it, so whoever places an order knows it in that moment, and not when events have arrived. An order
with a newcomer offer cannot be placed after another one was paid; and if the other one is paid while it waits for its own payment, its
price is not valid any more: it cannot be paid, and runs out like any unpaid order (or is cancelled by its buyer), so that the offer
and its stock come back. A payment that the provider has taken already is not refused.
"""

from __future__ import annotations

from dataclasses import replace

from pynamodb.attributes import UnicodeAttribute

from functions.orders.model.order import Order
from functions.orders.store.records import OrdersTable, customer_key
from functions.promotions import CouponUnusable
from functions.shared.plain.settings import table_name
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Update, Write

FIRST_PAID_SK = "FIRST_PAID"


class FirstPaidRecord(OrdersTable):
    """pk `CUS#<customer>`, sk `FIRST_PAID`."""

    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute()


def first_paid_writes(order: Order) -> list[Update]:
    """For the transaction in which the order is paid; only the first one counts."""
    if order.customer_id is None:
        return []
    first = FirstPaidRecord.order_id.set(FirstPaidRecord.order_id | order.id)
    return [Update(FirstPaidRecord, customer_key(order.customer_id), FIRST_PAID_SK, [first])]


def first_and_only_writes(order: Order) -> list[Write]:
    """Both in one, for an order with a newcomer offer that is paid when it is placed; it raises CouponUnusable (409)."""
    writes = first_paid_writes(order)
    return [replace(write, condition=FirstPaidRecord.pk.does_not_exist(), on_fail=_refused()) for write in writes]


def nothing_paid_checks(order: Order) -> list[Write]:
    """For the transaction that places an order with a newcomer offer; it raises CouponUnusable (409)."""
    if not order.newcomer or order.customer_id is None:
        return []
    return [Check(FirstPaidRecord, customer_key(order.customer_id), FIRST_PAID_SK, FirstPaidRecord.pk.does_not_exist(), _refused())]


def _refused() -> CouponUnusable:
    return CouponUnusable("This is for the first order only, and another one is paid.", reason="newcomers_only")


def lapsed(order: Order) -> bool:
    """Whether the order has a newcomer offer although another one was paid first. At most one GetItem."""
    if not order.newcomer or order.customer_id is None:
        return False
    record = find(FirstPaidRecord, customer_key(order.customer_id), FIRST_PAID_SK)
    return record is not None and record.order_id != order.id
