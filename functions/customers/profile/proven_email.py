"""Face: the address a customer has proven to be theirs. Personal data: asked for when it is needed, never carried by events."""

from __future__ import annotations

from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_of
from functions.shared.sealing import Erased


def verified_email(customer_id: str) -> str | None:
    """The login that the identity provider confirmed; None for a customer without a record or an address. One GetItem.

    The record is made by their first `GET /v1/me`, from what the provider says of them.
    """
    record = find_customer(customer_id)
    try:
        return customer_of(record).email if record else None
    except Erased:
        return None
