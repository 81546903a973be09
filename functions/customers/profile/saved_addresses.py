"""Face: an address of somebody's own address book."""

from __future__ import annotations

from functions.customers.store.repository import address_of, find_customer
from functions.customers.store.sealed_bodies import address_in
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.sealing import Erased


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
        kept = address_in(address_of(customer_id, address_id))
    except (NotFound, Erased):
        return None
    return SavedAddress(**{name: value for name, value in vars(kept).items() if name in SavedAddress.__dataclass_fields__})


def default_address(customer_id: str) -> str | None:
    """The id of the one that they use unless they name another; None while their book is empty. One GetItem."""
    record = find_customer(customer_id)
    return record.default_address if record else None
