"""What an agent need not ask a customer who let it act for them: how they are called, and where their parcels go."""

from __future__ import annotations

from dataclasses import replace

from functions.agents.model.session import Asked, Buyer, Destination
from functions.customers import customer_contact, default_address, saved_address

SAVED = "saved"
"""The destination that is the customer's own."""


def filled_in(asked: Asked, customer: str) -> Asked:
    """What the agent said stays; what it left out is the customer's own. Nothing of it for who buys as a guest."""
    if not customer:
        return asked
    if not asked.destinations and (home := _home(customer)) is not None:
        asked = replace(asked, destinations=[home], destination_id=home.id)
    contact = customer_contact(customer)
    if contact is None or asked.buyer.email:
        return asked
    buyer: Buyer = replace(asked.buyer, email=contact.email or "", phone=asked.buyer.phone or contact.phone)
    return replace(asked, buyer=buyer)


def _home(customer: str) -> Destination | None:
    address_id = default_address(customer)
    kept = saved_address(customer, address_id) if address_id else None
    if kept is None:
        return None
    return Destination(
        id=SAVED, country=kept.country, region=kept.province, city=kept.city, district=kept.district, street=kept.street,
        postal_code=kept.postal_code, name=kept.name, phone=kept.phone,
    )  # fmt: skip
