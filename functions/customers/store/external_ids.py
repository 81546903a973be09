"""Which customer an external id is. It stands as a keyed hash (`functions.privacy.external_key`), and readable in one sealed item of its
customer, whose version every link and unlink moves: so of two at once the second sees what the first left."""

from __future__ import annotations

from collections.abc import Sequence

from functions.customers.model.external import Link, Links
from functions.customers.store.records import (
    EXTERNAL_SK,
    CustomersTable,
    ExternalIdRecord,
    ExternalLinksRecord,
    customer_pk,
    external_pk,
)
from functions.customers.store.sealed_bodies import links_body, links_in
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, key_pk
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Check, Put, Update, Write, transact
from functions.shared.store.versions import locked_put


class Taken(Conflict):
    """One of the ids is another customer's."""

    code, title = "already_linked", "This external account belongs to another customer"


class JustErased(Conflict):
    """Who had the id was forgotten while somebody was on their way back from the provider."""


def holder(keys: Sequence[str]) -> str | None:
    """The customer of the first id that is somebody's. Raises JustErased."""
    found = find_many({ExternalIdRecord: [(external_pk(key), external_pk(key)) for key in keys]})
    for key in keys:
        record = found.get((ExternalIdRecord, external_pk(key), external_pk(key)))
        if record is not None and record.body:
            return str(record.body)
        if record is not None and int(record.ttl or 0) > clock.now().timestamp():
            raise JustErased("Begin again.")
    return None


def links_of(person: str) -> tuple[Links, int]:
    """With the version of what was read; 0 where there is none. Raises Erased."""
    record = find(ExternalLinksRecord, customer_pk(person), EXTERNAL_SK)
    if record is None or record.body is None:
        return Links(), 0
    return links_in(record), int(record.version)


def keep(person: str, links: Links, version: int, *, new: Link | None = None, gone: Link | None = None, told: Payload) -> None:
    """The links as they are now. Raises Taken, Erased, Overtaken."""
    pk, actor = customer_pk(person), Actor("customer", person)
    item = ExternalLinksRecord(pk=pk, sk=EXTERNAL_SK, kind="external_links", body=links_body(person, links), version=version + 1)
    writes: list[Write] = [Check(KeyRecord, key_pk(person), KEY_SK, KeyRecord.body.exists(), Erased("They were erased.", person=person))]
    writes.append(locked_put(item, version))
    kept = set(links.keys)
    writes += [_claimed(person, key) for key in (new.keys if new else ())]
    writes += [_freed(person, key) for key in (gone.keys if gone else ()) if key not in kept]
    transact([*writes, event_put(CustomersTable, pk, told, subject=person, actor=actor)])


def _claimed(person: str, key: str) -> Put:
    now, pk, body, ttl = int(clock.now().timestamp()), external_pk(key), ExternalIdRecord.body, ExternalIdRecord.ttl
    free = ExternalIdRecord.pk.does_not_exist() | (body == person) | (body.does_not_exist() & (ttl <= now))
    return Put(ExternalIdRecord(pk=pk, sk=pk, kind="external_id", body=person), free, Taken("It can be linked to one customer only."))


def _freed(person: str, key: str) -> Update:
    pk, now = external_pk(key), int(clock.now().timestamp())
    actions = [ExternalIdRecord.body.remove(), ExternalIdRecord.ttl.set(now)]
    return Update(ExternalIdRecord, pk, pk, actions, ExternalIdRecord.body == person)
