"""A customer's own record: made when it is first needed, then edited by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.access import verified_write
from functions.customers.model.customer import Customer, Method, edited
from functions.customers.profile.verifying import proven
from functions.customers.store import cognito
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, customer_pk
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_body, customer_of
from functions.shared.auth.standing import forget, standing_key
from functions.shared.contact.names import harmless_name
from functions.shared.events.contracts.customers import CustomerEdited, CustomerRegistered
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, VersionConflict
from functions.shared.plain.settings import settings
from functions.shared.sealing import key_for
from functions.shared.store.transactions import Remember, Write, put_new, transact
from functions.shared.store.versions import locked_update


class _MadeMeanwhile(Conflict):
    """A parallel first call made the record."""


def own_record(customer_id: str, access_token: str, method: Method = Method.ACCOUNT) -> CustomerRecord:
    """The caller's record; at the first call it is made from what the identity provider knows of them, what is proven by `method`. Raises
    Erased (401) for one who was erased and still has a token."""
    found = find_customer(customer_id)
    if found is not None:
        return found
    key_for(customer_id)
    person = cognito.person(access_token)
    now = times.iso(clock.now())
    customer = Customer(
        id=customer_id,
        email=person.email,
        name=harmless_name(person.name),
        language=person.language or settings().default_language,
        registered_at=now,
        phone=person.phone,
        verified=proven(person.email, person.phone, method, now),
    )
    record = CustomerRecord(pk=customer_pk(customer_id), sk=CUSTOMER_SK, kind="customer", body=customer_body(customer))
    payload = CustomerRegistered(customer_id, customer.language)
    event = event_put(CustomersTable, record.pk, payload, subject=customer_id, actor=Actor("customer", customer_id))
    try:
        transact([put_new(record, _MadeMeanwhile()), verified_write(customer_id, customer.verified or ()), event])
    except _MadeMeanwhile:
        return own_record(customer_id, access_token)
    forget(standing_key(customer_id))
    fact("customer.registered", customer_id=customer_id)
    return record


def edit(
    record: CustomerRecord,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    expected: int | None,
    remember: Remember[Customer, int],
    depends: Sequence[Write] = (),
) -> tuple[Customer, int]:
    """The customer with the changes and their new version; `depends`: what the write does on. Raises VersionConflict when `expected` is
    stale, Overtaken when what was read is."""
    version = int(record.version)
    if expected is not None and expected != version:
        raise VersionConflict(version)
    customer, fields = edited(customer_of(record), changes)
    if not fields:
        transact(remember(customer, version))
        return customer, version
    after = version + 1
    update = locked_update(
        CustomerRecord,
        record.pk,
        CUSTOMER_SK,
        [CustomerRecord.body.set(customer_body(customer)), CustomerRecord.version.set(after)],
        version,
    )
    payload = CustomerEdited(customer.id, after, fields)
    told: dict[str, Any] = {"metadata": customer.metadata, "custom_fields": customer.fields}
    event = event_put(CustomersTable, record.pk, payload, subject=customer.id, actor=actor, **told)
    transact([*depends, update, event, *remember(customer, after)])
    return customer, after
