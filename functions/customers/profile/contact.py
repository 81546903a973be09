"""Face: how a customer is written to. Nobody keeps a copy: who needs it asks."""

from __future__ import annotations

from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_still_there
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CustomerContact:
    email: str | None
    name: str
    language: str


def customer_contact(customer_id: str) -> CustomerContact | None:
    """None for a customer who is not (or no longer) there. One GetItem."""
    customer = customer_still_there(find_customer(customer_id))
    if customer is None:
        return None
    return CustomerContact(customer.email, customer.name, customer.language)
