"""Endpoints as they are stored: all in one partition, since whoever hands an event out looks through all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.store.records import ENDPOINTS_PK, EndpointRecord, endpoint_sk
from functions.shared.outside import clock
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import query_all
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Put
from functions.shared.store.versions import at_version, locked_put

_KEPT = timedelta(days=31)
"""One that was removed: longer than what was sent to it."""


def find_endpoint(id_: str) -> Endpoint | None:
    """Also one that was removed."""
    record = find(EndpointRecord, ENDPOINTS_PK, endpoint_sk(id_)) if ids.is_id("wh", id_) else None
    return _endpoint(record) if record else None


def endpoint(id_: str) -> Endpoint:
    """Raises NotFound, also for one that was removed."""
    found = find_endpoint(id_)
    if found is None or found.state is EndpointState.REMOVED:
        raise NotFound("There is no such endpoint.")
    return found


def endpoints() -> list[Endpoint]:
    """Without those that were removed. One Query."""
    return [one for one in all_endpoints() if one.state is not EndpointState.REMOVED]


def all_endpoints() -> list[Endpoint]:
    """Also those that were removed not long ago. One Query."""
    return [_endpoint(record) for record in query_all(EndpointRecord, ENDPOINTS_PK)]


def on_endpoint(id_: str, decide: Callable[[Endpoint], Endpoint]) -> Endpoint:
    """What `decide` (which writes) makes of it, however often others are faster. Raises NotFound."""
    return again(lambda: decide(endpoint(id_)))


def endpoint_put(one: Endpoint) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    record = EndpointRecord(
        pk=ENDPOINTS_PK, sk=endpoint_sk(one.id), kind="endpoint", version=one.version + 1, body=dump(replace(one, version=0))
    )
    if one.state is EndpointState.REMOVED:
        record.ttl = int((clock.now() + _KEPT).timestamp())
    return locked_put(record, one.version)


def unchanged(one: Endpoint) -> Check:
    """What was read of it still holds. The transaction raises Overtaken."""
    return Check(EndpointRecord, ENDPOINTS_PK, endpoint_sk(one.id), at_version(EndpointRecord, one.version), Overtaken())


def endpoint_as_written(one: Endpoint) -> Endpoint:
    return replace(one, version=one.version + 1)


def _endpoint(record: EndpointRecord) -> Endpoint:
    return replace(load(Endpoint, record.body), version=int(record.version))
