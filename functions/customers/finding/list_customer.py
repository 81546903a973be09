"""Keeping what a customer is found by, from what is known of them now: however often something is told, the same is kept. Who was erased
is not listed again: the condition is their key, which goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.customers.model.customer import Address, Customer
from functions.customers.store.postings import (
    ALL,
    Finding,
    consent_name,
    email_name,
    name_names,
    orders_name,
    phone_names,
    state_name,
)
from functions.customers.store.records import (
    ADDRESS_PREFIX,
    FINDING_SK,
    AddressRecord,
    CustomersTable,
    FindingRecord,
    customer_pk,
    posting_sk,
)
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import address_in, customer_of
from functions.orders import has_orders
from functions.privacy import consents_of, is_leaving
from functions.shared.contact.masking import masked_email, masked_name, masked_phone
from functions.shared.plain.bodies import dump
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_for, key_pk
from functions.shared.store.again import again
from functions.shared.store.listing import query_all
from functions.shared.store.records import find
from functions.shared.store.transactions import MAX_ACTIONS, Check, Delete, Put, Write, transact
from functions.shared.store.versions import locked_put

ACTIVE, LEAVING = "active", "leaving"
_MOST = 70
"""Postings of one customer. What comes first counts: what they did, their own address, number and name, then those of their addresses."""
_PART = MAX_ACTIONS - 2


def list_customer(customer_id: str, *, ordered: bool = False) -> None:
    """`ordered`: an order of theirs was told of, which the list of orders may not show yet."""
    try:
        again(lambda: _list(customer_id, ordered))
    except Erased:
        return


def _list(customer_id: str, ordered: bool) -> None:
    # What is kept is read before what it is made of: whoever writes last has read what the others were told.
    kept = find(FindingRecord, customer_pk(customer_id), FINDING_SK)
    known = kept.content(Finding) if kept else None
    if ordered and known is not None and known.has_orders:
        # Nothing else of them is told by an order.
        return
    wanted = _finding(customer_id, ordered or (known is not None and known.has_orders))
    if wanted is None or wanted == known:
        return
    version, before = (int(kept.version) if kept else 0), (known.names if known else [])
    come = [Put(posting(wanted, name)) for name in wanted.names if name not in before]
    go = [Delete(posting(wanted, name)) for name in before if name not in wanted.names]
    if come and go and len(come) + len(go) > _PART:
        # Names that are kept are always all that may be there: so they are more for a moment, never fewer.
        _write(replace(wanted, names=[*wanted.names, *(name for name in before if name not in wanted.names)]), version, come)
        version, come = version + 1, []
    _write(wanted, version, [*come, *go])


def _write(finding: Finding, version: int, postings: Sequence[Write]) -> None:
    pk = customer_pk(finding.id)
    record = FindingRecord(pk=pk, sk=FINDING_SK, kind="finding", version=version + 1, body=dump(finding))
    still_there = Check(
        KeyRecord, key_pk(finding.id), KEY_SK, KeyRecord.body.exists(), Erased("This person's data was erased.", person=finding.id)
    )
    transact([still_there, locked_put(record, version), *postings])


def _finding(customer_id: str, ordered: bool) -> Finding | None:
    """None for who is no customer."""
    record = find_customer(customer_id)
    if record is None:
        return None
    # An item of before has no key yet, and what is listed stands and falls with one.
    key_for(customer_id)
    addresses = [address_in(one) for one in _addresses(customer_id)]
    consents = sorted(str(one.purpose) for one in consents_of(customer_id) if one.given)
    state = LEAVING if is_leaving(customer_id) else ACTIVE
    return finding_of(customer_of(record), addresses, consents, state, ordered=ordered or has_orders(customer_id))


def finding_of(customer: Customer, addresses: list[Address], consents: list[str], state: str, *, ordered: bool) -> Finding:
    """Under what they are found, of all that is known of them. `consents`: the purposes they agreed to, sorted."""
    facts = [ALL, state_name(state), orders_name(ordered), *map(consent_name, consents)]
    return Finding(
        id=customer.id,
        names=list(dict.fromkeys([*facts, *_personal(customer, addresses)]))[:_MOST],
        place=f"{customer.registered_at}#{customer.id}",
        email=customer.email and masked_email(customer.email),
        phone=customer.phone and masked_phone(customer.phone),
        name=masked_name(customer.name),
        language=customer.language,
        registered_at=customer.registered_at,
        state=state,
        consents=consents,
        has_orders=ordered,
    )


def _personal(customer: Customer, addresses: list[Address]) -> list[str]:
    people: list[Customer | Address] = [customer, *addresses]
    emails = [email_name(one.email) for one in people if one.email]
    phones = [name for one in people if one.phone for name in phone_names(one.phone)]
    return [*emails, *phones, *name_names(one.name for one in people if one.name)]


def _addresses(customer_id: str) -> list[AddressRecord]:
    return list(query_all(AddressRecord, customer_pk(customer_id), range_condition=AddressRecord.sk.startswith(ADDRESS_PREFIX)))


def posting(finding: Finding, name: str) -> CustomersTable:
    """The item. Nobody registers twice, so its place stays."""
    at = posting_sk(name)
    return CustomersTable(pk=customer_pk(finding.id), sk=at, kind="posting", gsi1pk=at, gsi1sk=finding.place)
