"""A lost link: who knows the order's number and what it was placed with has a new one sent, to its buyer and nobody else.

The call only queues what was asked. Whether there is such an order is found out later, so the answer and its time say nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from functions.customers import customer_contact
from functions.orders.model.order import Order
from functions.orders.pages.link_limits import LinkAsked, asked_writes
from functions.orders.store.number import NumberOf
from functions.orders.store.order_links import sealed, unsealed
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import NUMBER_SK, OrdersTable, number_pk, order_pk
from functions.orders.store.repository import find_order
from functions.shared.contact.emails import same_email
from functions.shared.contact.phones import digits_of, normal_phone
from functions.shared.events.contracts.order_links import OrderLinkRequested
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.places import place_of
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import transact

QUEUE = "order-lookups"
FORGOTTEN_AFTER = timedelta(hours=1)
"""A question that could not be worked on for so long is not answered any more: nobody waits for a mail of yesterday's question."""


@dataclass(frozen=True)
class Asked:
    """As it was typed. Whatever is given must fit."""

    number: str
    email: str = ""
    phone: str = ""

    @classmethod
    def by_contact(cls, number: str, contact: str) -> Self:
        """What stands in the one field of a form."""
        return cls(number, email=contact) if "@" in contact or "＠" in contact else cls(number, phone=contact)


def ask(asked: Asked) -> None:
    """One message to a queue, whatever was asked; sealed, since queues hold nothing personal. Raises Unavailable when it is not taken."""
    send_all(QUEUE, [Message({"asked": sealed(dump(asked)), "at": times.iso(clock.now())})])


def answer(message: Mapping[str, Any]) -> None:
    """Have a new link sent if the order is there and was placed with that address or number, within the limits; else do nothing."""
    if times.parse(str(message["at"])) + FORGOTTEN_AFTER < clock.now():
        return
    asked = load(Asked, unsealed(str(message["asked"])))
    order = named_order(asked)
    if order is None:
        fact("order.link_not_sent", reason="no_such_order")
        return
    email = _email_of(order)
    channel, to = ("email", email) if email else ("sms", _phone(order.address.phone, order))
    if not to:
        return
    sent = again(lambda: _request(order, channel, to))
    fact("order.link_requested" if sent else "order.link_not_sent", order_id=order.id, channel=channel)


def named_order(asked: Asked) -> Order | None:
    """The order that was placed with that address or number."""
    order = _order_named(asked.number)
    return order if order is not None and _fits(asked, order) else None


def _request(order: Order, channel: str, to: str) -> bool:
    """Whether the limits let one more be sent. Written together with what counts it."""
    counted = asked_writes(LinkAsked(order.id, to))
    if counted is None:
        return False
    payload = OrderLinkRequested(order.id, order.number, channel)
    transact([*counted, event_put(OrdersTable, order_pk(order.id), payload, subject=order.id, actor=Actor("guest"))])
    return True


def _order_named(number: str) -> Order | None:
    """By its number in any spelling: wide digits, blanks, hyphens."""
    digits = digits_of(number)
    named = find(OrdersTable, number_pk(digits), NUMBER_SK) if digits else None
    record = find_order(load(NumberOf, named.body).order_id) if named else None
    return order_of(record) if record else None


def _fits(asked: Asked, order: Order) -> bool:
    if not asked.email and not asked.phone:
        return False
    email = _email_of(order)
    if asked.email and (not email or same_email(asked.email) != same_email(email)):
        return False
    return not asked.phone or _phone(asked.phone, order) == _phone(order.address.phone, order) != ""


def _email_of(order: Order) -> str:
    """The one it was placed with, else its customer's: where its mails go."""
    if order.address.email or not order.customer_id:
        return order.address.email or ""
    account = customer_contact(order.customer_id)
    return (account.email if account else None) or ""


def _phone(text: str, order: Order) -> str:
    """In E.164; a number without its country's code is one of the order's country, or of the shop's. Empty for what is no number."""
    regions = dict.fromkeys((place_of(order.address).country, settings().default_country))
    try:
        return normal_phone(text, tuple(regions))
    except ValueError:
        return ""
