"""Face: the address a customer has proven to be theirs. Personal data: asked for when it is needed, never carried by events."""

from __future__ import annotations

from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_still_there


def verified_email(customer_id: str) -> str | None:
    """The login that the identity provider confirmed; None for a customer without a record or an address. One GetItem.

    The record is made by their first `GET /v1/me`, from what the provider says of them.
    """
    customer = customer_still_there(find_customer(customer_id))
    return customer.email if customer else None
