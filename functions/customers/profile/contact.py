"""Face: how a customer is written to. Nobody keeps a copy: who needs it asks."""

from __future__ import annotations

from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_of
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased


@dataclass(frozen=True)
class CustomerContact:
    email: str | None
    name: str
    language: str


def customer_contact(customer_id: str) -> CustomerContact | None:
    """None for a customer who is not (or no longer) there. One GetItem."""
    record = find_customer(customer_id)
    if record is None:
        return None
    try:
        customer = customer_of(record)
    except Erased:
        return None
    return CustomerContact(customer.email, customer.name, customer.language)
