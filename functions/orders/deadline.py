"""Until when an order can be paid: as told at placing, or as extended since."""

from __future__ import annotations

from functions.orders.order import Order
from functions.orders.records import OrderRecord


def deadline_of(record: OrderRecord, order: Order) -> str:
    return record.extended_until or order.payment_deadline
