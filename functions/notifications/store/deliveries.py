"""Messages to endpoints as they are stored: by endpoint and event, listed by endpoint and as dead letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from functions.notifications.model.delivery import Delivery
from functions.notifications.store.records import DeliveryRecord, deliveries_of, delivery_sk, endpoint_pk
from functions.shared.outside import clock
from functions.shared.outside.observability import broken
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

KEEP = timedelta(days=30)
_DEAD = "DEADLETTERS"


def find_delivery(endpoint_id: str, id_: str) -> Delivery | None:
    record = find(DeliveryRecord, endpoint_pk(endpoint_id), delivery_sk(id_))
    return _delivery(record) if record else None


def readable_delivery(endpoint_id: str, id_: str) -> Delivery | None:
    """None also for one that nobody can read, which is written down and must not stop what comes after it."""
    try:
        return find_delivery(endpoint_id, id_)
    except ValidationError:
        broken("message unreadable", endpoint_id=endpoint_id, event_id=id_)
        return None


def delivery(endpoint_id: str, id_: str) -> Delivery:
    """Raises NotFound."""
    found = find_delivery(endpoint_id, id_) if ids.is_id("wh", endpoint_id) and ids.is_id("evt", id_) else None
    if found is None:
        raise NotFound("There is no such message.")
    return found


def delivery_put(one: Delivery, taken: Exception | None = None) -> Put:
    """A new one or the next version; it is kept so long from now. The transaction raises Overtaken, or `taken`."""
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
    if one.is_dead_letter:
        at = f"{one.made_at}#{one.endpoint_id}#{one.id}"
        record.listed_pk, record.listed_sk = place(_DEAD, at)
    put = locked_put(record, one.version)
    return put if taken is None else replace(put, on_fail=taken)


def delivery_as_written(one: Delivery) -> Delivery:
    return replace(one, version=one.version + 1)


def list_deliveries(endpoint_id: str, *, limit: int, cursor: str | None) -> pages.Page[Delivery]:
    """The newest first. One Query."""
    query = {"list": "deliveries", "endpoint": endpoint_id}
    page = query_page(DeliveryRecord, deliveries_of(endpoint_id), query=query, limit=limit, cursor=cursor, index="gsi1", newest_first=True)
    return pages.Page([_delivery(record) for record in page.data], page.next_cursor)


def deliveries_between(endpoint_id: str, begin: str, end: str, after: str) -> Iterator[tuple[str, Delivery]]:
    """Made in that time, the oldest first, each with its place; from behind the place `after` on."""
    low = after or begin
    for record in DeliveryRecord.gsi1.query(deliveries_of(endpoint_id), DeliveryRecord.gsi1sk.between(low, end), page_size=100):
        if record.gsi1sk != after:
            yield record.gsi1sk, _delivery(record)


def list_dead_letters(*, limit: int, cursor: str | None) -> pages.Page[Delivery]:
    """Of all endpoints, the newest first. A query per shard and a BatchGetItem."""
    query: dict[str, Any] = {"list": "dead_letters"}
    page = listed_page(DeliveryRecord, _DEAD, query=query, limit=limit, cursor=cursor, newest_first=True)
    return pages.Page([one for record in page.data if (one := _delivery(record)).is_dead_letter], page.next_cursor)


def _delivery(record: DeliveryRecord) -> Delivery:
    return replace(load(Delivery, record.body), version=int(record.version))
