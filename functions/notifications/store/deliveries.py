"""Messages to endpoints as they are stored: by endpoint and event, listed by endpoint, as dead letters, and by when they are due."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from pydantic import ValidationError

from functions.notifications.model.delivery import KEEP, Delivery, DeliveryState
from functions.notifications.store.records import DeliveryRecord, deliveries_of, delivery_sk, endpoint_pk
from functions.shared.outside import clock
from functions.shared.plain import ids, pages, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import counted_try
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Put, transact
from functions.shared.store.versions import locked_put

_SHARDS = 4
_DEAD = "DEADLETTERS"
_MOST_PER_SHARD = 1_250


@dataclass(frozen=True)
class DueDelivery:
    endpoint_id: str
    id: str
    due_at: str


def find_delivery(endpoint_id: str, id_: str) -> Delivery | None:
    record = find(DeliveryRecord, endpoint_pk(endpoint_id), delivery_sk(id_))
    return _delivery(record) if record else None


def delivery_to_send(endpoint_id: str, id_: str) -> Delivery | None:
    """Raises ValidationError for one that nobody can read; that counts as a try, so that the sweep brings it ever later and in the end not
    any more."""
    record = find(DeliveryRecord, endpoint_pk(endpoint_id), delivery_sk(id_))
    try:
        return _delivery(record) if record else None
    except ValidationError:
        if record is not None and record.due_pk:
            with suppress(Overtaken):
                transact([counted_try(record, clock.now())])
        raise


def delivery(endpoint_id: str, id_: str) -> Delivery:
    """Raises NotFound."""
    found = find_delivery(endpoint_id, id_) if ids.is_id("wh", endpoint_id) and ids.is_id("evt", id_) else None
    if found is None:
        raise NotFound("There is no such message.")
    return found


def delivery_put(one: Delivery) -> Put:
    """A new one or the next version; it is kept so long from now. The transaction raises Overtaken."""
    record = DeliveryRecord(
        pk=endpoint_pk(one.endpoint_id),
        sk=delivery_sk(one.id),
        kind="delivery",
        version=one.version + 1,
        body=dump(replace(one, version=0)),
        ttl=int((clock.now() + KEEP).timestamp()),
        gsi1pk=deliveries_of(one.endpoint_id),
        gsi1sk=f"{one.made_at}#{one.id}",
    )
    if one.state is DeliveryState.WAITING:
        record.due_pk, record.due_at = _shard(zlib.crc32(f"{one.endpoint_id}{one.id}".encode()) % _SHARDS), one.next_attempt_at
    if one.is_dead_letter:
        at = f"{one.made_at}#{one.endpoint_id}#{one.id}"
        record.listed_pk, record.listed_sk = place(_DEAD, at)
    return locked_put(record, one.version)


def delivery_as_written(one: Delivery) -> Delivery:
    return replace(one, version=one.version + 1)


def list_deliveries(endpoint_id: str, *, limit: int, cursor: str | None) -> pages.Page[Delivery]:
    """The newest first. One Query."""
    query = {"list": "deliveries", "endpoint": endpoint_id}
    page = query_page(DeliveryRecord, deliveries_of(endpoint_id), query=query, limit=limit, cursor=cursor, index="gsi1", newest_first=True)
    return pages.Page([_delivery(record) for record in page.data], page.next_cursor)


def list_dead_letters(*, limit: int, cursor: str | None) -> pages.Page[Delivery]:
    """Of all endpoints, the newest first. A query per shard and a BatchGetItem."""
    query: dict[str, Any] = {"list": "dead_letters"}
    page = listed_page(DeliveryRecord, _DEAD, query=query, limit=limit, cursor=cursor, newest_first=True)
    return pages.Page([one for record in page.data if (one := _delivery(record)).is_dead_letter], page.next_cursor)


def due_deliveries(until: datetime) -> Iterator[DueDelivery]:
    """What is to be sent until then, so many of each shard at most. Four queries."""
    for number in range(_SHARDS):
        index = DeliveryRecord.due.query(_shard(number), DeliveryRecord.due_at <= times.iso(until))
        for row in islice(index, _MOST_PER_SHARD):
            yield DueDelivery(row.pk.removeprefix(endpoint_pk("")), row.sk.removeprefix(delivery_sk("")), row.due_at)


def _shard(number: int) -> str:
    return f"HOOKS#{number}"


def _delivery(record: DeliveryRecord) -> Delivery:
    return replace(load(Delivery, record.body), version=int(record.version))
