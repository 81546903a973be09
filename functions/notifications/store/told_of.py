"""Face: what was sent to a customer and about an order, for who shows a customer whole. Recipients are masked."""

from __future__ import annotations

from functions.notifications.model.message import Message
from functions.notifications.store.records import NotificationsTable, customer_pk, order_pk
from functions.shared.plain.bodies import load
from functions.shared.store.listing import query_page


def messages_of_order(order_id: str, *, limit: int) -> list[Message]:
    """One Query: an order has a handful."""
    return _messages(order_pk(order_id), limit)


def messages_of_customer(customer_id: str, *, limit: int) -> list[Message]:
    """About no order. One Query."""
    return _messages(customer_pk(customer_id), limit)


def _messages(pk: str, limit: int) -> list[Message]:
    page = query_page(NotificationsTable, pk, query={"messages": pk}, limit=limit, cursor=None)
    return [load(Message, item.body) for item in page.data if item.kind != "event"]
