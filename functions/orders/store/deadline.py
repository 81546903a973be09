"""Until when an order can be paid: as told at placing, as its buyer extended it, or as the chosen way to pay takes; the latest counts."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.store.records import OrderRecord


def deadline_of(record: OrderRecord, order: Order) -> str:
    return max(order.payment_deadline, record.extended_until or "", record.held_until or "")
