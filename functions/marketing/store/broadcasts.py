"""Broadcasts as they are stored, and who was told: an item for a person and a broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.marketing.model.broadcast import Broadcast
from functions.marketing.store.records import BROADCAST_SK, BROADCASTS, BroadcastRecord, MarketingTable, broadcast_pk, due_shard, told_sk
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Put, put_new
from functions.shared.store.versions import locked_put

KEPT = timedelta(days=400)


def get_broadcast(broadcast_id: str) -> Broadcast:
    """Raises NotFound."""
    record = find(BroadcastRecord, broadcast_pk(broadcast_id), BROADCAST_SK) if ids.is_id("bct", broadcast_id) else None
    if record is None:
        raise NotFound("There is no such broadcast.")
    return _broadcast(record)


def broadcast_put(one: Broadcast, *, due: str = "") -> Put:
    """A new one or the next version. `due`: when a worker goes on with it. The transaction raises Overtaken."""
    body = dump(replace(one, version=0))
    record = BroadcastRecord(pk=broadcast_pk(one.id), sk=BROADCAST_SK, kind="broadcast", body=body, version=one.version + 1)
    record.listed_pk, record.listed_sk = place(BROADCASTS, one.id)
    if due:
        record.due_pk, record.due_at = due_shard(one.id), due
    return locked_put(record, one.version)


def broadcasts(*, limit: int, cursor: str | None) -> Page[Broadcast]:
    """Newest first."""
    page = listed_page(BroadcastRecord, BROADCASTS, query={"list": BROADCASTS}, limit=limit, cursor=cursor, newest_first=True)
    return Page([_broadcast(one) for one in page.data], page.next_cursor)


def told_of(broadcast_id: str, people: Sequence[str]) -> set[str]:
    keys = [(broadcast_pk(broadcast_id), told_sk(one)) for one in people]
    found = find_many({MarketingTable: keys}) if keys else {}
    return {record.sk.removeprefix(told_sk("")) for record in found.values()}


def told_put(broadcast_id: str, whom: str, now: datetime) -> Put:
    """The transaction raises Overtaken where they were told."""
    record = MarketingTable(pk=broadcast_pk(broadcast_id), sk=told_sk(whom), kind="broadcast_told", ttl=int((now + KEPT).timestamp()))
    return put_new(record, Overtaken())


def _broadcast(record: BroadcastRecord) -> Broadcast:
    return replace(load(Broadcast, record.body), version=int(record.version))
