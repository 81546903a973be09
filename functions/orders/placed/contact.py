"""Face: where messages about an order go. Personal data: asked for when a message is sent, never carried by events."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.placed.told_of_right import RightToTell, right_to_tell
from functions.orders.store.order_links import link_to
from functions.orders.store.people.bodies import order_of
from functions.orders.store.repository import get_order
from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Bought:
    """A line as it was bought; `title` by language, `total` in minor units of `currency`. `promised_on`: the day that its buyer was told of
    what was sold ahead; empty: it was there."""

    title: dict[str, str]
    sku: str
    quantity: int
    total: int
    currency: str
    promised_on: str = ""


@dataclass(frozen=True)
class Contact:
    """`point`: where it is collected, with its address and opening hours; empty for what is brought to the door. `right`: what a
    confirmation of the order says of withdrawal."""

    email: str | None
    phone: str
    name: str
    language: str
    number: str
    customer_id: str | None = None
    link: str = ""
    point: str = ""
    right: RightToTell | None = None
    goods: tuple[Bought, ...] = ()


def contact(order_id: str) -> Contact:
    """The receiver as the buyer named them at checkout, with a fresh link to the order's page. Raises NotFound. One GetItem."""
    record = get_order(order_id)
    order, link = order_of(record), link_to(record)
    to, right = order.address, right_to_tell(order)
    goods = tuple(Bought(line.title, line.sku, line.quantity, line.total, order.currency, line.promised_on) for line in order.lines)
    return Contact(to.email, to.phone, to.name, order.language, order.number, order.customer_id, link, _point(order), right, goods)


def reach_of(order_id: str) -> tuple[str | None, str]:
    """The e-mail address and the telephone number that its buyer named, and nothing else. Raises NotFound. One GetItem."""
    to = order_of(get_order(order_id)).address
    return to.email, to.phone


def order_summary(order_id: str) -> OrderSummary:
    """What events tell of the order. Raises NotFound. One GetItem."""
    return order_of(get_order(order_id)).summary()


def _point(order: Order) -> str:
    point = order.point
    if point is None:
        return ""
    place = " ".join(filter(None, (point.postal_code, point.city)))
    return ", ".join(filter(None, (point.title, point.street, place, point.hint, point.opening_hours)))
