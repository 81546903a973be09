"""Face: how a customer is written to. Nobody keeps a copy: who needs it asks."""

from __future__ import annotations

from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_still_there
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CustomerContact:
    """`phone`: in E.164, and only where it is proven to be theirs."""

    email: str | None
    name: str
    language: str
    phone: str = ""


def customer_contact(customer_id: str) -> CustomerContact | None:
    """None for a customer who is not (or no longer) there. One GetItem."""
    customer = customer_still_there(find_customer(customer_id))
    if customer is None:
        return None
    phone = (customer.phone or "") if customer.has_proven("phone") else ""
    return CustomerContact(customer.email, customer.name, customer.language, phone)
