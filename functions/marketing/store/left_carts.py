"""Carts that were left, as they are stored, and what the shop sets about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from functions.marketing.model.left_cart import KEPT, LeftCart, Reminders
from functions.marketing.store.records import REMINDERS_KEY, LeftCartRecord, RemindersRecord, cart_sk, due_shard, person_pk
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Remember, transact
from functions.shared.store.versions import check_version, locked_put


def left_record(pk: str, sk: str) -> LeftCartRecord | None:
    return find(LeftCartRecord, pk, sk)


def find_left(person: str, cart_id: str) -> LeftCart | None:
    record = left_record(person_pk(person), cart_sk(cart_id))
    return left_of(record) if record else None


def left_of(record: LeftCartRecord) -> LeftCart:
    return replace(load(LeftCart, record.body), version=int(record.version))


def left_put(one: LeftCart, now: datetime, *, due: datetime | None) -> Put:
    """A new one or the next version. `due`: when the next step is; None: there is none. The transaction raises Overtaken."""
    record = LeftCartRecord(
        pk=person_pk(one.person), sk=cart_sk(one.cart_id), kind="left_cart", body=dump(replace(one, version=0)), version=one.version + 1,
        ttl=int((now + KEPT).timestamp()),
    )  # fmt: skip
    if due is not None:
        record.due_pk, record.due_at = due_shard(one.cart_id), times.iso(due)
    return locked_put(record, one.version)


def kept_reminders() -> tuple[Reminders, int]:
    """With their version, 0 where nobody set any. One GetItem."""
    record = find(RemindersRecord, REMINDERS_KEY, REMINDERS_KEY)
    return (load(Reminders, record.body), int(record.version)) if record else (Reminders(), 0)


def change_reminders(
    edit: Callable[[Reminders], Reminders], *, if_match: int | None, remember: Remember[Reminders, int]
) -> tuple[Reminders, int]:  # fmt: skip
    """Raises VersionConflict (409)."""

    def attempt() -> tuple[Reminders, int]:
        before, version = kept_reminders()
        check_version(version, if_match)
        after = edit(before)
        record = RemindersRecord(pk=REMINDERS_KEY, sk=REMINDERS_KEY, kind="cart_reminders", body=dump(after), version=version + 1)
        transact([locked_put(record, version), *remember(after, version + 1)])
        return after, version + 1

    return again(attempt)
