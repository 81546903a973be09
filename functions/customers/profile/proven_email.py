"""Face: the address a customer has proven to be theirs. Personal data: asked for when it is needed, never carried by events."""

from __future__ import annotations

from functions.customers.model.customer import Customer
from functions.customers.store.repository import find_customer
from functions.shared.plain.bodies import load


def verified_email(customer_id: str) -> str | None:
    """The login that the identity provider confirmed; None for a customer without a record or an address. One GetItem.

    The record is made by their first `GET /v1/me`, from what the provider says of them.
    """
    record = find_customer(customer_id)
    return load(Customer, record.body).email if record else None
