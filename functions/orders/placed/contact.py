"""Face: where messages about an order go. Personal data: asked for when a message is sent, never carried by events."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.store.order_links import link_to
from functions.orders.store.repository import get_order, order_of
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Contact:
    """`point`: where it is collected, with its address and opening hours; empty for what is brought to the door."""

    email: str | None
    phone: str
    name: str
    language: str
    number: str
    customer_id: str | None = None
    link: str = ""
    point: str = ""


def contact(order_id: str) -> Contact:
    """The receiver as the buyer named them at checkout, with a fresh link to the order's page. Raises NotFound. One GetItem."""
    record = get_order(order_id)
    order, link = order_of(record), link_to(record)
    return Contact(
        order.address.email, order.address.phone, order.address.name, order.language, order.number, order.customer_id, link, _point(order)
    )


def _point(order: Order) -> str:
    point = order.point
    if point is None:
        return ""
    place = " ".join(filter(None, (point.postal_code, point.city)))
    return ", ".join(filter(None, (point.title, point.street, place, point.hint, point.opening_hours)))
