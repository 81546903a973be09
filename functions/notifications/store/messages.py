"""Messages as they are stored: claimed by one worker at a time, and listed by what became of them (index `listed`), and by that and their
channel (`gsi1`, ADR 152)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice

from pynamodb.expressions.update import Action

from functions.notifications.model.message import OVER, Message, State
from functions.notifications.store.records import HeldRecord, NotificationsTable, held_in, message_sk, messages_by, messages_in
from functions.shared.events.contracts.promotions import MessageNoted
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unavailable
from functions.shared.store.again import Overtaken
from functions.shared.store.listing import query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import is_migrated, listed_page, place
from functions.shared.store.transactions import Exists, Put, Update, Write, put_new, transact
from functions.shared.store.versions import locked_update

Key = tuple[str, str]
STEP = 2
"""Of the migration of the notifications table: from then on all that are listed are so by their channel."""
_ROUNDS = 20
_SHARDS, _READ_AT_ONCE = 4, 100
_TOLD_OF = frozenset(State) - {State.SENDING, State.WAITING}
_SHOWN = tuple(one for one in State if one is not State.SENDING)


def message_key(partition: str, message_id: str) -> Key:
    return partition, message_sk(message_id)


def new_message(key: Key, message: Message) -> Put:
    """The transaction raises Exists for one that is there."""
    record = NotificationsTable(*key, kind="message", body=dump(message))
    if message.state is not State.SENDING:
        record.listed_pk, record.listed_sk = _place(message)
        record.gsi1pk, record.gsi1sk = channel_place(message)
    return put_new(record)


def find_message(key: Key) -> tuple[Message, int] | None:
    """With its version."""
    record = find(NotificationsTable, *key)
    return (load(Message, record.body), int(record.version)) if record and record.kind == "message" else None


def claim(key: Key, message: Message) -> tuple[Message, int] | None:
    """The message as claimed and its version, or None when it is over. Raises Unavailable while somebody else is at it.

    Written first: hardly any message is met twice, so only a refused one is read.
    """
    try:
        transact([new_message(key, message), *_noted(key, message)])
    except Exists:
        found = find_message(key)
    else:
        return message, 1
    if found is None:
        raise Unavailable("The message was there a moment ago.")
    known, version = found
    if known.state in OVER:
        return None
    if known.lease_until > times.iso(clock.now()):
        raise Unavailable("Another worker is sending this message.")
    # What was only held was not tried.
    tried = known.attempts if known.state is State.WAITING else known.attempts + 1
    again = replace(message, attempts=tried, created_at=known.created_at, counted=known.counted)
    keep(key, version, again)
    return again, version + 1


def keep(key: Key, version: int, message: Message, besides: Sequence[Write] = ()) -> None:
    """In place of what was read at `version`; it waits for nothing any more. Whoever had it sent (`cause`) is told of it in the same write.
    Raises Overtaken."""
    waits_no_more = [HeldRecord.due_pk.remove(), HeldRecord.due_at.remove(), HeldRecord.held.remove()]
    transact([_kept(key, version, message, waits_no_more), *besides, *_noted(key, message)])


def mark_sent(key: Key, version: int, message: Message) -> None:
    """In place of what was read at `version`; nothing where the provider's own word of it was faster. Raises Overtaken."""
    try:
        keep(key, version, message)
    except Overtaken:
        found = find_message(key)
        if found is None or found[0].state not in OVER:
            raise


def hold(key: Key, version: int, message: Message, envelope: Envelope, until: datetime) -> None:
    """It is made anew of its event then, as if that came then. Raises Overtaken."""
    due = [HeldRecord.due_pk.set(held_in(_shard(message.id))), HeldRecord.due_at.set(times.iso(until)), HeldRecord.held.set(dump(envelope))]
    transact([_kept(key, version, message, due)])


def due_messages(until: datetime, *, most: int) -> Iterator[HeldRecord]:
    """Those that are held no longer than until then, of each shard the longest first. The index may lag: the item says what is due."""
    for shard in range(_SHARDS):
        found = HeldRecord.due.query(held_in(shard), HeldRecord.due_at <= times.iso(until), page_size=_READ_AT_ONCE)
        keys = [(row.pk, row.sk) for row in islice(found, most)]
        for start in range(0, len(keys), _READ_AT_ONCE):
            records = find_many({HeldRecord: keys[start : start + _READ_AT_ONCE]})
            yield from (one for one in records.values() if isinstance(one, HeldRecord) and one.held and one.due_pk)


def put_off(record: HeldRecord, until: datetime) -> None:
    """Nobody looks at it again before then, whoever is at it. Nothing, where that one was faster."""
    as_read = (HeldRecord.due_at == record.due_at) & HeldRecord.due_pk.exists()
    with suppress(Overtaken):
        transact([Update(HeldRecord, record.pk, record.sk, [HeldRecord.due_at.set(times.iso(until))], as_read, Overtaken())])


def _shard(message_id: str) -> int:
    return zlib.crc32(message_id.encode()) % _SHARDS


def _kept(key: Key, version: int, message: Message, further: Sequence[Action]) -> Update:
    actions: list[Action] = [NotificationsTable.body.set(dump(message)), NotificationsTable.version.set(version + 1), *further]
    if message.state is State.SENDING:
        actions += [NotificationsTable.listed_pk.remove(), NotificationsTable.listed_sk.remove()]
        actions += [NotificationsTable.gsi1pk.remove(), NotificationsTable.gsi1sk.remove()]
    else:
        listed_pk, listed_sk = _place(message)
        gsi1pk, gsi1sk = channel_place(message)
        actions += [NotificationsTable.listed_pk.set(listed_pk), NotificationsTable.listed_sk.set(listed_sk)]
        actions += [NotificationsTable.gsi1pk.set(gsi1pk), NotificationsTable.gsi1sk.set(gsi1sk)]
    return locked_update(HeldRecord, *key, actions, version)


def _noted(key: Key, message: Message) -> list[Put]:
    return [noted_put(key[0], message, message.state.value)] if message.cause and message.state in _TOLD_OF else []


def noted_put(partition: str, message: Message, state: str, *, at: datetime | None = None) -> Put:
    told = MessageNoted(message.id, message.cause, message.person, state, message.reason or "")
    return event_put(NotificationsTable, partition, told, subject=message.id, actor=SYSTEM, cause=state, at=at)


def messages_in_partition(
    pk: str, *, state: State | None = None, channel: str | None = None, limit: int, cursor: str | None = None
) -> pages.Page[Message]:
    """Of an order or a customer. Their ids do not sort by time. They are few: those of a state or channel are found by reading them."""
    found: list[Message] = []
    for _ in range(_ROUNDS):
        page = _in_partition(pk, limit=limit - len(found), cursor=cursor)
        found += [one for one in page.data if state in (None, one.state) and channel in (None, one.channel)]
        cursor = page.next_cursor
        if cursor is None or len(found) == limit:
            break
    return pages.Page(found, cursor)


def _in_partition(pk: str, *, limit: int, cursor: str | None) -> pages.Page[Message]:
    only = NotificationsTable.sk.startswith(message_sk(""))
    page = query_page(NotificationsTable, pk, range_condition=only, query={"messages": pk}, limit=limit, cursor=cursor)
    return pages.Page([load(Message, item.body) for item in page.data], page.next_cursor)


def messages_by_state(
    state: State | None, *, channel: str | None = None, limit: int, cursor: str | None
) -> pages.Page[Message]:  # fmt: skip
    """Newest first; None: whatever became of them. Messages of before there was this list are not in it. Before the table is
    migrated a page of a channel may be short."""
    query = {"list": "messages", "state": state} | ({"channel": channel} if channel else {})
    states = [state] if state else _SHOWN
    by_channel = channel if channel and is_migrated(NotificationsTable, STEP) else None
    page = listed_page(
        NotificationsTable,
        *(messages_by(by_channel, one) if by_channel else messages_in(one) for one in states),
        index="gsi1" if by_channel else "listed",
        query=query,
        limit=limit,
        cursor=cursor,
        newest_first=True,
    )
    messages = [load(Message, item.body) for item in page.data]
    # The index may lag: the item says what became of it.
    fitting = [one for one in messages if state in (None, one.state) and channel in (None, one.channel)]
    return pages.Page(fitting, page.next_cursor)


def channel_place(message: Message) -> Key:
    """(gsi1pk, gsi1sk)."""
    return place(messages_by(message.channel, message.state.value), f"{message.created_at}#{message.id}", of=message.id)


def _place(message: Message) -> Key:
    return place(messages_in(message.state.value), f"{message.created_at}#{message.id}", of=message.id)
