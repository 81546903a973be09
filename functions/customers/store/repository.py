"""Reading customers and addresses."""

from __future__ import annotations

from functions.customers.store.records import ADDRESS_PREFIX, CUSTOMER_SK, AddressRecord, CustomerRecord, address_sk, customer_pk
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page
from functions.shared.store.records import find


def find_customer(customer_id: str) -> CustomerRecord | None:
    """None also for one who was erased."""
    found = find(CustomerRecord, customer_pk(customer_id), CUSTOMER_SK)
    return None if found is None or found.body is None else found


def address_of(customer_id: str, address_id: str) -> AddressRecord:
    """Raises NotFound, also for another customer's address: theirs are the only ones looked at."""
    found = find(AddressRecord, customer_pk(customer_id), address_sk(address_id)) if ids.is_id("adr", address_id) else None
    if found is None:
        raise NotFound("No such address.")
    return found


def addresses_of(customer_id: str, *, limit: int, cursor: str | None, newest_first: bool = False) -> Page[AddressRecord]:
    """A page of the address book in the order of entry."""
    return query_page(
        AddressRecord,
        customer_pk(customer_id),
        query={"list": "addresses", "customer": customer_id, "newest_first": newest_first},
        limit=limit,
        cursor=cursor,
        range_condition=AddressRecord.sk.startswith(ADDRESS_PREFIX),
        newest_first=newest_first,
    )
