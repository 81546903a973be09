"""Who was told what, or is to be: one item for a person and a campaign, written once, in the transaction of what tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.marketing.model.campaign import Recipient
from functions.marketing.store.records import RecipientRecord, due_shard, person_pk, to_sk
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find, find_many
from functions.shared.store.transactions import Put, Update
from functions.shared.store.versions import locked_put

KEPT = timedelta(days=400)
"""Longer than anything is put down to a campaign, and than a repeated one looks back."""


def told_before(what: str, people: Sequence[str]) -> dict[str, Recipient]:
    """By person. One BatchGetItem for a hundred."""
    keys = [(person_pk(one), to_sk(what)) for one in people]
    found = find_many({RecipientRecord: keys}) if keys else {}
    told = [recipient_of(record) for record in found.values() if isinstance(record, RecipientRecord)]
    return {one.person: one for one in told}


def find_recipient(person: str, what: str) -> Recipient | None:
    record = find(RecipientRecord, person_pk(person), to_sk(what))
    return recipient_of(record) if record else None


def recipients_of(person: str) -> list[tuple[str, Recipient]]:
    """All that they were told or not told by campaigns, by what. One Query."""
    found = in_partition(RecipientRecord, person_pk(person), beginning=to_sk(""))
    return [(one.sk.removeprefix(to_sk("")), recipient_of(one)) for one in found if one.kind == "recipient"]


def recipient_put(what: str, one: Recipient, *, now: datetime, due: str = "") -> Put:
    """A new one, or the next version of one that was read. `due`: when they are told, if later. The transaction raises Overtaken."""
    record = RecipientRecord(
        pk=person_pk(one.person), sk=to_sk(what), kind="recipient", body=dump(replace(one, version=0)), version=one.version + 1,
        ttl=int((now + KEPT).timestamp()),
    )  # fmt: skip
    if due:
        record.due_pk, record.due_at = due_shard(one.person), due
    return locked_put(record, one.version)


def noted_write(person: str, what: str, one: Recipient) -> Update:
    """The same item with what else was noted, wherever it is listed. The transaction raises Overtaken, also where it is gone."""
    table = RecipientRecord
    actions = [table.body.set(dump(replace(one, version=0))), table.version.set(one.version + 1)]
    return Update(table, person_pk(person), to_sk(what), actions, table.version == one.version, Overtaken())


def recipient_of(record: RecipientRecord) -> Recipient:
    return replace(load(Recipient, record.body), version=int(record.version))
