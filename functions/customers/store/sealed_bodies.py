"""What is kept of a customer and their addresses: everything that says who they are is sealed with their own key (ADR 62). Items of before
are read as they are, and sealed when they are next written."""

from __future__ import annotations

from functions.customers.model.contact_change import ContactChange
from functions.customers.model.customer import Address, Customer
from functions.customers.model.external import Links
from functions.customers.model.one_time_code import OneTimeCode
from functions.customers.model.registration import Registration
from functions.customers.store.records import (
    AddressRecord,
    CodeRecord,
    ContactChangeRecord,
    CustomerRecord,
    ExternalLinksRecord,
    RegistrationRecord,
    customer_pk,
)
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.sealing import Erased, of_this_month, opened, opened_body, sealed_body, sealed_for

_REGISTRATION, _CODE = ("login", "name", "code"), ("login", "sent_to", "code")
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


def customer_still_there(record: CustomerRecord | None) -> Customer | None:
    """None for who is not, or no longer, there. Raises Unavailable."""
    try:
        return customer_of(record) if record else None
    except Erased:
        return None


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


def registration_body(registration: Registration, pk: str) -> str:
    """Whoever registers is nobody yet: it has the key of its month. Raises Unavailable."""
    return sealed_body(registration, _REGISTRATION, key=of_this_month("logins"), place=f"{pk}|{pk}")


def registration_of(record: RegistrationRecord) -> Registration:
    """Raises Unavailable."""
    return opened_body(Registration, record.body, place=f"{record.pk}|{record.sk}")


def code_body(code: OneTimeCode, pk: str, sk: str) -> str:
    """The same. Raises Unavailable."""
    return sealed_body(code, _CODE, key=of_this_month("logins"), place=f"{pk}|{sk}")


def code_of(record: CodeRecord) -> OneTimeCode:
    """Raises Unavailable."""
    return opened_body(OneTimeCode, record.body, place=f"{record.pk}|{record.sk}")
