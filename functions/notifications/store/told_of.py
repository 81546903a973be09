"""Face: what was sent to a customer and about an order, for who shows a customer whole. Recipients are masked."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.store.messages import messages_in_partition
from functions.notifications.store.records import customer_pk, order_pk


def messages_of_order(order_id: str, *, limit: int) -> list[Message]:
    """One Query: an order has a handful."""
    return [*messages_in_partition(order_pk(order_id), limit=limit).data]


def messages_of_customer(customer_id: str, *, limit: int) -> list[Message]:
    """About no order. One Query."""
    return [*messages_in_partition(customer_pk(customer_id), limit=limit).data]
