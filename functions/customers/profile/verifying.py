"""What of a customer is proven to be theirs: kept in their record with its date and way, and as flags in their standing, together.

Who signs in has proven what the identity provider calls proven: an account gets its login by a code, by another provider's word, or by an
invitation. So it is noted when their record is made, and of records of before at the next sign-in or look at it.
"""

from __future__ import annotations

from functions.access import verified_write
from functions.customers.model.customer import Method, Verified, edited
from functions.customers.store import cognito
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable, customer_pk
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_body, customer_of
from functions.shared.auth.standing import forget, standing_key
from functions.shared.auth.verified import EMAIL, PHONE
from functions.shared.events.contracts.customers import CustomerEdited
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_update


def proven(email: str | None, phone: str | None, method: Method, at: str) -> dict[str, Verified]:
    return {kind: Verified(value, at, method) for kind, value in ((EMAIL, email), (PHONE, phone)) if value}


def note_verified(customer_id: str, access_token: str, method: Method) -> CustomerRecord | None:
    """Of a record of before; any other is left as it is. The record as it is then; None for who has none. Raises Erased."""

    def once() -> CustomerRecord | None:
        record = find_customer(customer_id)
        if record is None or customer_of(record).verified is not None:
            return record
        person, after = cognito.person(access_token), int(record.version) + 1
        customer, fields = edited(customer_of(record), {"verified": proven(person.email, person.phone, method, times.iso(clock.now()))})
        actions = [CustomerRecord.body.set(customer_body(customer)), CustomerRecord.version.set(after)]
        event = event_put(
            CustomersTable, record.pk, CustomerEdited(customer_id, after, fields), subject=customer_id, actor=Actor("customer", customer_id)
        )
        transact(
            [
                locked_update(CustomerRecord, customer_pk(customer_id), CUSTOMER_SK, actions, int(record.version)),
                verified_write(customer_id, customer.verified or ()),
                event,
            ]
        )
        forget(standing_key(customer_id))
        return find_customer(customer_id)

    return again(once)
