"""One try of the message at the head of a lane: counted, sent, and what came of it written down. Nobody waits here for the next try."""

from __future__ import annotations

import json
import random
import time
from datetime import datetime
from enum import StrEnum

from functions.notifications.deliveries.disable import disable
from functions.notifications.model.delivery import Attempt, Delivery, DeliveryState, ended, noted, shortened, told_body
from functions.notifications.model.endpoint import Endpoint, EndpointKind, EndpointState
from functions.notifications.model.lane import MOST_DIED, Lane, Waiting, begun, failed, next_try, numbered, over, parked
from functions.notifications.store.deliveries import delivery_put, find_delivery, readable_delivery
from functions.notifications.store.endpoints import find_endpoint, unchanged
from functions.notifications.store.health import delivered_last, note_delivered
from functions.notifications.store.lanes import find_lane, lane_as_written, lane_of, lane_put
from functions.shared.outside import clock, guarded
from functions.shared.outside.observability import correlated, correlation_id, fact, trace_headers
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.standard_webhooks import signed
from functions.shared.sealing.signing_secrets import living_secrets
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

_HEADERS = {"Content-Type": "application/json", "User-Agent": "serverless-commerce-webhooks"}
GONE = 410


class Step(StrEnum):
    """What became of the head. Moved: it is over without a call. Silent: they let us wait for nothing."""

    NOTHING = "nothing"
    MOVED = "moved"
    DELIVERED = "delivered"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True)
class _Begun:
    endpoint: Endpoint
    delivery: Delivery
    head: Waiting


@dataclass(frozen=True)
class _Tried:
    attempt: Attempt
    silent: bool = False


def send_next(endpoint_id: str, resource: str) -> Step:
    """Nothing, if nothing is due, or it is somebody else's at the moment."""
    taken = again(lambda: _taken(endpoint_id, resource))
    if isinstance(taken, Step):
        return taken
    # A message lies in its lane without the call that caused it; the event that it tells names that.
    with correlated(json.loads(taken.delivery.body).get("correlation_id", "")):
        return _send(taken, resource)


def _send(taken: _Begun, resource: str) -> Step:
    endpoint_id = taken.endpoint.id
    tried = _tried(taken)
    after = again(lambda: _note(taken, resource, tried.attempt))
    if tried.attempt.is_success:
        note_delivered(endpoint_id, clock.now())
        return Step.DELIVERED
    _see_to(taken, after, tried.attempt)
    return Step.SILENT if tried.silent else Step.FAILED


def _taken(endpoint_id: str, resource: str) -> _Begun | Step:
    lane, now = find_lane(endpoint_id, resource), clock.now()
    if lane is None or lane.head is None or lane.head.next_at > times.iso(now):
        return Step.NOTHING
    delivery = readable_delivery(endpoint_id, lane.head.id)
    if delivery is None:
        transact([lane_put(over(numbered(lane), lane.head.id))])
        return Step.MOVED
    # Read for each try: it may have another address since the last one, or be gone.
    endpoint = find_endpoint(endpoint_id)
    end = _end_of(delivery, lane.head, endpoint, now)
    if end is not None:
        return _ended(lane, delivery, *end)
    if endpoint is None or endpoint.state is EndpointState.DISABLED:
        # Whoever enables it wakes what is parked; so it must not be parked by what was read before that.
        transact([lane_put(parked(lane)), *([unchanged(endpoint)] if endpoint else [])])
        return Step.MOVED if lane.head.next_at != parked(lane).due_at else Step.NOTHING
    after = begun(lane, now)
    transact([lane_put(after)])
    head = lane_as_written(after).head
    return _Begun(endpoint, delivery, head) if head else Step.NOTHING


def _end_of(delivery: Delivery, head: Waiting, endpoint: Endpoint | None, now: datetime) -> tuple[DeliveryState, str] | None:
    """What becomes of it without a call, and why."""
    if endpoint is None or endpoint.state is EndpointState.REMOVED:
        return DeliveryState.CANCELLED, "endpoint_removed"
    if delivery.type not in endpoint.events:
        return DeliveryState.CANCELLED, "event_type_removed"
    if endpoint.only and not endpoint.wants(delivery.type, json.loads(delivery.body)["data"]):
        return DeliveryState.CANCELLED, "filter_changed"
    if head.is_late(now):
        return DeliveryState.FAILED, "too_late"
    if head.begun >= MOST_DIED:
        return DeliveryState.FAILED, "never_ended"
    if endpoint.state is EndpointState.DISABLED and endpoint.kind is EndpointKind.WMS:
        return DeliveryState.FAILED, "endpoint_disabled"
    return None


def _ended(lane: Lane, delivery: Delivery, state: DeliveryState, reason: str) -> Step:
    """What is cancelled uses up no number, unless it was tried: nobody misses it. What is not delivered does."""
    after = numbered(lane) if state is DeliveryState.FAILED else lane
    head = after.waiting[0]
    writes: list[Write] = [lane_put(over(after, head.id))]
    if delivery.state is DeliveryState.WAITING:
        writes.append(delivery_put(ended(delivery, state, reason, head.number)))
    transact(writes)
    fact("webhook.set_aside", endpoint_id=delivery.endpoint_id, event_id=delivery.id, state=state.value, reason=reason)
    return Step.MOVED


def _tried(taken: _Begun) -> _Tried:
    endpoint, now, started = taken.endpoint, clock.now(), time.perf_counter()
    status, error, answer, silent = 0, "", "", False
    body = told_body(taken.delivery.body, taken.head.number)
    try:
        # Signed for this try: receivers refuse what was signed minutes ago.
        headers = signed(living_secrets(endpoint.secrets), taken.delivery.id, int(now.timestamp()), body)
        found = guarded.post(endpoint.url, body.encode(), {**_HEADERS, **trace_headers(correlation_id()), **headers})
        status, answer = found.status, shortened(found.body)
    except Unavailable as wrong:
        error = wrong.code
    except guarded.NotSent as wrong:
        error = wrong.reason
    except guarded.NotAnswered as wrong:
        error, silent = wrong.reason, wrong.silent
    took = round((time.perf_counter() - started) * 1000)
    return _Tried(Attempt(times.iso(now), status, error, answer, took), silent)


def _note(taken: _Begun, resource: str, attempt: Attempt) -> Delivery | None:
    endpoint_id, event_id = taken.endpoint.id, taken.delivery.id
    delivery, lane, now = find_delivery(endpoint_id, event_id), lane_of(endpoint_id, resource), clock.now()
    if delivery is None:
        return None
    waiting, next_at = lane.of(event_id), ""
    if waiting is not None and not attempt.is_success and not (attempt.status == GONE and taken.endpoint.kind is EndpointKind.WMS):
        later = next_try(waiting, now, random.random())  # noqa: S311 — when to try again, not a secret
        next_at = times.iso(later) if later else ""
    after = noted(delivery, attempt, taken.head.number, next_at)
    lane_after = failed(lane, event_id, next_at) if next_at else over(lane, event_id)
    transact([delivery_put(after), *([lane_put(lane_after)] if waiting else [])])
    fact(
        "webhook.tried", endpoint_id=endpoint_id, event_id=event_id, state=after.state.value, status=attempt.status, error=attempt.error,
        failures=after.failures,
    )  # fmt: skip
    return after


def _see_to(taken: _Begun, after: Delivery | None, attempt: Attempt) -> None:
    """Who says that nobody is there any more, or has taken nothing for as long as a message is tried, is not called any more."""
    if taken.endpoint.kind is not EndpointKind.SUBSCRIBER:
        return
    if attempt.status == GONE:
        disable(taken.endpoint, "gone")
    elif after is not None and after.state is DeliveryState.FAILED and delivered_last(taken.endpoint.id) < taken.head.since:
        disable(taken.endpoint, "failing")
