"""Who of staff has seen whose personal data in clear is written down before it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from functions.customers.store.records import CustomersTable, customer_pk
from functions.shared.events.contracts.customers import PersonalDataRead
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.store.transactions import transact


def note_read(customer_id: str, fields: Sequence[str], *, actor: Actor) -> None:
    note_reads([customer_id], fields, actor=actor)


def note_reads(customer_ids: Sequence[str], fields: Sequence[str], *, actor: Actor) -> None:
    """Of a page at most: all of it or nothing."""
    told = [PersonalDataRead(one, "customer", list(fields)) for one in customer_ids]
    transact([event_put(CustomersTable, customer_pk(one.person), one, subject=one.person, actor=actor) for one in told])
