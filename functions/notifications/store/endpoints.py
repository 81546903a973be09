"""Endpoints as they are stored: all in one partition, since whoever hands an event out looks through all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.store.records import ENDPOINTS_PK, EndpointRecord, endpoint_sk
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.listing import query_all
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put


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
    found = [_endpoint(record) for record in query_all(EndpointRecord, ENDPOINTS_PK)]
    return [one for one in found if one.state is not EndpointState.REMOVED]


def on_endpoint(id_: str, decide: Callable[[Endpoint], Endpoint]) -> Endpoint:
    """What `decide` (which writes) makes of it, however often others are faster. Raises NotFound."""
    return again(lambda: decide(endpoint(id_)))


def endpoint_put(one: Endpoint) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    record = EndpointRecord(
        pk=ENDPOINTS_PK, sk=endpoint_sk(one.id), kind="endpoint", version=one.version + 1, body=dump(replace(one, version=0))
    )
    return locked_put(record, one.version)


def endpoint_as_written(one: Endpoint) -> Endpoint:
    return replace(one, version=one.version + 1)


def _endpoint(record: EndpointRecord) -> Endpoint:
    return replace(load(Endpoint, record.body), version=int(record.version))
