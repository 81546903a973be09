"""Face: an address of somebody's own address book."""

from __future__ import annotations

from functions.customers.model.customer import Address
from functions.customers.store.repository import address_of
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound


@dataclass(frozen=True)
class SavedAddress:
    """As it was kept: one from before there were rules may not fit them."""

    name: str
    phone: str
    email: str | None
    country: str
    province: str
    city: str
    district: str
    street: str
    postal_code: str


def saved_address(customer_id: str, address_id: str) -> SavedAddress | None:
    """None for one that is not (or no longer) in the customer's book. One GetItem."""
    try:
        kept = load(Address, address_of(customer_id, address_id).body)
    except NotFound:
        return None
    return SavedAddress(**{name: value for name, value in vars(kept).items() if name in SavedAddress.__dataclass_fields__})
