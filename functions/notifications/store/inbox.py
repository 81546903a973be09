"""Entries of inboxes (`records.EntryRecord`). What is unread is counted in an index of keys, which follows whatever takes an entry away: a
person's hand, their erasure, its end by `ttl`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from functions.notifications.model.channel import Outgoing
from functions.notifications.model.inbox import SEALED_FIELDS, Entry
from functions.notifications.store.preferences import still_there
from functions.notifications.store.records import EntryRecord, customer_pk, entry_sk, unread_of
from functions.notifications.store.rules import known_rules
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import NotFound
from functions.shared.plain.ids import derived_id
from functions.shared.plain.pages import Page
from functions.shared.sealing import key_for, opened_body, sealed_body
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Remember, Update, Write, transact

MOST_COUNTED = 1_000
"""More unread entries than this are so many."""
_AT_ONCE = 50


def put_entry(person: str, message: Outgoing) -> str:
    """Its id. The same message again is the same entry; one that was deleted does not come back. Raises Erased."""
    now = clock.now()
    pk, at = customer_pk(person), times.iso(now)
    entry = Entry(derived_id("ntc", message.id), message.event, message.about, message.parts["title"], message.parts["text"], at)
    key_for(person)
    # Its id sorts by nothing, so the time stands in front; by its id it is found beside it.
    sk = entry_sk(at, entry.id)
    body = sealed_body(entry, SEALED_FIELDS, key=person, place=f"{pk}|{sk}")
    record = EntryRecord(
        pk=pk, sk=sk, kind="inbox_entry", body=body, listed_pk=unread_of(person), listed_sk=sk,
        ttl=int((now + timedelta(days=known_rules().inbox_days)).timestamp()),
    )  # fmt: skip
    pointer = EntryRecord(pk=pk, sk=pointer_sk(entry.id), kind="inbox_pointer", body=sk, ttl=record.ttl)
    known = find(EntryRecord, pk, pointer.sk)
    if known is None:
        transact([still_there(person), Put(record), Put(pointer, EntryRecord.pk.does_not_exist())])
    return entry.id


def pointer_sk(entry_id: str) -> str:
    return f"ENTRY#{entry_id}"


def entries_of(person: str, *, limit: int, cursor: str | None) -> Page[Entry]:
    """Newest first."""
    pk = customer_pk(person)
    only = EntryRecord.sk.startswith(entry_sk("", "")[:-1])
    page = query_page(EntryRecord, pk, range_condition=only, query={"inbox": person}, limit=limit, cursor=cursor, newest_first=True)
    now = clock.now().timestamp()
    # DynamoDB takes away what is over within some days.
    return Page([_entry(one) for one in page.data if not one.ttl or one.ttl > now], page.next_cursor)


def unread_count(person: str) -> int:
    return sum(1 for _ in islice(_unread(person), MOST_COUNTED))


def mark_read(person: str, entry_id: str, *, remember: Remember[Entry]) -> Entry:
    """Read again it was read before. Raises NotFound, also for another person's."""
    record = _found(person, entry_id)
    if record.read_at:
        entry = _entry(record)
        transact(remember(entry))
        return entry
    record.read_at = times.iso(clock.now())
    entry = _entry(record)
    transact([_read(record.pk, record.sk, record.read_at), *remember(entry)])
    return entry


def mark_all_read(person: str, *, remember: Remember[int]) -> int:
    """How many were unread; at most `MOST_COUNTED` in one call."""
    at, done = times.iso(clock.now()), 0
    unread = islice(_unread(person), MOST_COUNTED)
    while chunk := list(islice(unread, _AT_ONCE)):
        transact([_read(one.pk, one.sk, at) for one in chunk])
        done += len(chunk)
    transact(remember(done))
    return done


def delete_entry(person: str, entry_id: str, *, remember: Remember[()]) -> None:
    """Its pointer stays, so that what comes again late does not bring it back. Raises NotFound, also for another person's."""
    record = _found(person, entry_id)
    gone = EntryRecord(pk=record.pk, sk=record.sk)
    transact([Delete(gone, EntryRecord.pk.exists(), NotFound("There is no such message.")), *remember()])


def _found(person: str, entry_id: str) -> EntryRecord:
    pk = customer_pk(person)
    pointer = find(EntryRecord, pk, pointer_sk(entry_id))
    record = find(EntryRecord, pk, pointer.body) if pointer and pointer.body else None
    if record is None:
        raise NotFound("There is no such message.")
    return record


def _read(pk: str, sk: str, at: str) -> Write:
    actions = [EntryRecord.read_at.set(at), EntryRecord.listed_pk.remove(), EntryRecord.listed_sk.remove()]
    return Update(EntryRecord, pk, sk, actions, EntryRecord.pk.exists(), NotFound("There is no such message."))


def _unread(person: str) -> Iterator[EntryRecord]:
    found: Iterator[EntryRecord] = EntryRecord.listed.query(unread_of(person), page_size=200)
    return found


def _entry(record: EntryRecord) -> Entry:
    entry = opened_body(Entry, record.body, place=f"{record.pk}|{record.sk}")
    return Entry(entry.id, entry.event, entry.about, entry.title, entry.text, entry.at, record.read_at)
