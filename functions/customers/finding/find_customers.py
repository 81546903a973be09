"""Customers by what they are found by, newest first; in clear for whoever may see that, and then it is written down first."""

from __future__ import annotations

from collections.abc import Sequence

from functions.customers.model.customer import Customer
from functions.customers.model.side_by_side import Clause
from functions.customers.profile.unmasked import note_reads
from functions.customers.store.postings import Finding, found
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_still_there
from functions.shared.events.envelope import Actor
from functions.shared.plain.pages import Page
from functions.shared.store.records import find_many


def find_customers(clauses: Sequence[Clause], start: str, end: str, *, limit: int, cursor: str | None) -> Page[Finding]:
    query = {"customers": [[*clause] for clause in clauses], "between": [start, end]}
    if not clauses:
        return Page([], None)
    return found(clauses, start, end, query=query, limit=limit, cursor=cursor)


def in_clear(rows: Sequence[Finding], *, actor: Actor) -> dict[str, Customer]:
    """By id; who was erased meanwhile is not among them."""
    if not rows:
        return {}
    keys = [(customer_pk(row.id), CUSTOMER_SK) for row in rows]
    known = [one for one in find_many({CustomerRecord: keys}).values() if isinstance(one, CustomerRecord) and one.body]
    people = {one.id: one for record in known if (one := customer_still_there(record)) is not None}
    note_reads(list(people), ("email", "name", "phone"), actor=actor)
    return people
