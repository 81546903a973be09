"""Who an event's message goes to, and under what it is logged: an order's buyer, or a customer."""

from __future__ import annotations

from dataclasses import dataclass

from functions.customers import customer_contact
from functions.notifications.records import customer_pk, order_pk
from functions.orders import contact
from functions.shared.contracts.promotions import CouponExpiring
from functions.shared.events import Envelope, data_of


@dataclass(frozen=True)
class Addressee:
    """`partition`: of the message's log. `number`: of the order, empty without one."""

    partition: str
    email: str | None
    name: str
    language: str
    order_id: str = ""
    number: str = ""


def addressee_of(envelope: Envelope) -> Addressee:
    """Raises NotFound for an order that is not there."""
    if envelope.type == CouponExpiring.TYPE:
        customer_id = data_of(envelope, CouponExpiring).customer_id
        person = customer_contact(customer_id)
        if person is None:
            return Addressee(customer_pk(customer_id), None, "", "")
        return Addressee(customer_pk(customer_id), person.email, person.name, person.language)
    buyer = contact(envelope.subject)
    return Addressee(order_pk(envelope.subject), buyer.email, buyer.name, buyer.language, envelope.subject, buyer.number)
