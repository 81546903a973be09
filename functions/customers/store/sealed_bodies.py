"""What is kept of a customer and their addresses: everything that says who they are is sealed with their own key (ADR 62). Items of before
are read as they are, and sealed when they are next written."""

from __future__ import annotations

from functions.customers.model.contact_change import ContactChange
from functions.customers.model.customer import Address, Customer
from functions.customers.model.external import Links
from functions.customers.store.records import AddressRecord, ContactChangeRecord, CustomerRecord, ExternalLinksRecord, customer_pk
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import opened, sealed_for

_CUSTOMER, _ADDRESS, _CHANGE, _LINKS = "customer", "address", "contact_change", "external_links"


@dataclass(frozen=True)
class _Kept:
    """`sealed`: the whole; empty in an item of before. The rest says nothing of anybody."""

    id: str
    sealed: str = ""
    keys: tuple[str, ...] = ()


def customer_body(customer: Customer) -> str:
    """Raises Erased, Unavailable."""
    return dump(_Kept(customer.id, sealed_for(customer.id, _CUSTOMER, dump(customer))))


def customer_of(record: CustomerRecord) -> Customer:
    """Raises Erased, Unavailable."""
    kept = load(_Kept, record.body)
    return load(Customer, opened(kept.id, _CUSTOMER, kept.sealed) if kept.sealed else record.body)


def address_body(customer_id: str, address: Address) -> str:
    """Raises Erased, Unavailable."""
    return dump(_Kept(address.id, sealed_for(customer_id, f"{_ADDRESS}|{address.id}", dump(address))))


def address_in(record: AddressRecord) -> Address:
    """Raises Erased, Unavailable."""
    kept, customer_id = load(_Kept, record.body), record.pk.removeprefix(customer_pk(""))
    return load(Address, opened(customer_id, f"{_ADDRESS}|{kept.id}", kept.sealed) if kept.sealed else record.body)


def change_body(customer_id: str, change: ContactChange) -> str:
    """Raises Erased, Unavailable."""
    return dump(_Kept(change.id, sealed_for(customer_id, f"{_CHANGE}|{change.id}", dump(change))))


def change_in(record: ContactChangeRecord) -> ContactChange:
    """Raises Erased, Unavailable."""
    kept, customer_id = load(_Kept, record.body), record.pk.removeprefix(customer_pk(""))
    return load(ContactChange, opened(customer_id, f"{_CHANGE}|{kept.id}", kept.sealed))


def links_body(customer_id: str, links: Links) -> str:
    """The keys stay readable: whoever forgets a person follows them. Raises Erased, Unavailable."""
    return dump(_Kept(customer_id, sealed_for(customer_id, f"{_LINKS}|{customer_id}", dump(links)), links.keys))


def links_in(record: ExternalLinksRecord) -> Links:
    """Raises Erased, Unavailable."""
    kept = load(_Kept, record.body)
    return load(Links, opened(kept.id, f"{_LINKS}|{kept.id}", kept.sealed))
