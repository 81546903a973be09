"""Whether a warehouse picks with our own calls or an outside system does it: an endpoint that hears of the warehouse's pick requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from functions.notifications import (
    Endpoint,
    EndpointState,
    endpoint_as_written,
    endpoint_put,
    find_endpoint,
)
from functions.shared.events.contracts.picks import PickChanged, PickRequested, WmsSet
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import settings
from functions.shared.sealing.signing_secrets import new_secret, rotated_secret
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version
from functions.stock import warehouse_key
from functions.warehouse.store.records import WarehouseTable, wms_pk

MAIN = "main"
"""Is there without being made."""


@dataclass(frozen=True)
class Told:
    """Secrets that are told this once: what our messages are signed with, and what the answers are to be signed with."""

    secret: str = field(default="", repr=False)
    answers_secret: str = field(default="", repr=False)


def wms_of(warehouse_id: str) -> Endpoint:
    """Raises NotFound for a warehouse that picks with our own calls, or is unknown."""
    found = find_endpoint(_endpoint_id(warehouse_id))
    if found is None or found.state is EndpointState.REMOVED:
        raise NotFound("The warehouse has no outside system.")
    return found


def set_wms(
    warehouse_id: str, url: str, *, enabled: bool, if_match: int | None, remember: Remember[Endpoint, Told]
) -> tuple[Endpoint, Told]:
    """A new one has new secrets; another address keeps them. Raises Invalid for an address that is not called, NotFound for an unknown
    warehouse, VersionConflict."""
    checked_url(url, local=settings().may_loop_back)
    _known(warehouse_id)
    state = EndpointState.ENABLED if enabled else EndpointState.DISABLED

    def attempt() -> tuple[Endpoint, Told]:
        found = find_endpoint(_endpoint_id(warehouse_id))
        check_version(found.version if found else 0, if_match)
        if found is None or found.state is EndpointState.REMOVED:
            made, told = _made(warehouse_id, url, state, found.version if found else 0)
            return _written(made, told, remember, _takes_over(warehouse_id, made))
        after = replace(found, url=url, state=state)
        hears_now = (found.url, found.state) != (url, EndpointState.ENABLED)
        return _written(after, Told(), remember, _takes_over(warehouse_id, after) if hears_now else [])

    return again(attempt)


def remove_wms(warehouse_id: str, *, if_match: int | None, remember: Remember[[]]) -> None:
    """Its picks are worked by our own calls from then on. What waits to be sent is set aside. Raises NotFound, VersionConflict."""

    def attempt() -> None:
        found = wms_of(warehouse_id)
        check_version(found.version, if_match)
        transact([endpoint_put(replace(found, state=EndpointState.REMOVED, secrets=[], answer_secrets=[])), *remember()])

    again(attempt)
    fact("wms.removed", warehouse_id=warehouse_id)


def rotate_answers_secret(warehouse_id: str, *, remember: Remember[Endpoint, Told]) -> tuple[Endpoint, Told]:
    """For what the outside system signs with; the one of before counts a day longer. Raises NotFound."""

    def attempt() -> tuple[Endpoint, Told]:
        found = wms_of(warehouse_id)
        text, kept = rotated_secret(found.answer_secrets)
        return replace(found, answer_secrets=kept), Told(answers_secret=text)

    return again(lambda: _written(*attempt(), remember))


def _made(warehouse_id: str, url: str, state: EndpointState, version: int) -> tuple[Endpoint, Told]:
    (secret, kept), (answers, kept_answers) = new_secret(), new_secret()
    made = Endpoint(
        id=_endpoint_id(warehouse_id),
        url=url,
        events=[PickRequested.TYPE, PickChanged.TYPE],
        made_at=times.iso(clock.now()),
        state=state,
        only={"warehouse_id": warehouse_id},
        secrets=[kept],
        answer_secrets=[kept_answers],
        version=version,
    )
    return made, Told(secret, answers)


def _takes_over(warehouse_id: str, one: Endpoint) -> list[Write]:
    """What waits in the warehouse is to be told to it, once it is spoken to."""
    if one.state is not EndpointState.ENABLED:
        return []
    setting = one.version + 1
    told = WmsSet(warehouse_id, setting)
    return [event_put(WarehouseTable, wms_pk(warehouse_id), told, subject=one.id, actor=SYSTEM, cause=f"set {setting}")]


def _written(one: Endpoint, told: Told, remember: Remember[Endpoint, Told], more: Sequence[Write] = ()) -> tuple[Endpoint, Told]:
    after = endpoint_as_written(one)
    transact([endpoint_put(one), *more, *remember(after, told)])
    fact("wms.set", endpoint_id=one.id, state=one.state.value)
    return after, told


def _endpoint_id(warehouse_id: str) -> str:
    """A warehouse has one outside system at most."""
    return ids.derived_id("wh", "wms", warehouse_id)


def _known(warehouse_id: str) -> None:
    model, key = warehouse_key(warehouse_id)
    if warehouse_id != MAIN and find(model, *key) is None:
        raise NotFound("There is no such warehouse.")
