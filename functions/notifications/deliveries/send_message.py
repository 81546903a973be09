"""One try of one message: counted, sent, and what came of it written down. Nobody waits here for the next try; the sweep brings it."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from functions.notifications.deliveries.hand_out import QUEUE
from functions.notifications.model.delivery import MOST_TRIES, Attempt, Delivery, DeliveryState, begun, noted, set_aside, shortened
from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.store.deliveries import delivery_as_written, delivery_put, delivery_to_send, due_deliveries, find_delivery
from functions.notifications.store.endpoints import find_endpoint
from functions.notifications.store.signing_secrets import living_secrets
from functions.shared.outside import clock, guarded
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.standard_webhooks import signed
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import transact

# A schedule of one minute starts within its minute, not on its second.
_AHEAD = timedelta(seconds=90)
_HEADERS = {"Content-Type": "application/json", "User-Agent": "serverless-commerce-webhooks"}


def sweep() -> int:
    """What is or will soon be due goes onto the queue, which holds it back until then; returns how many."""
    now = clock.now()
    sent = send_all(
        QUEUE,
        (
            Message({"endpoint_id": due.endpoint_id, "event_id": due.id}, delay=_seconds(times.parse(due.due_at) - now))
            for due in due_deliveries(now + _AHEAD)
        ),
    )
    fact("webhooks.swept", sent=sent)
    return sent


def _seconds(wait: timedelta) -> int:
    return max(0, -(-wait // timedelta(seconds=1)))


def send_message(endpoint_id: str, event_id: str) -> None:
    """Does nothing for what is done, not due yet, or somebody else's at the moment; nor for who let us wait for nothing in this batch: the
    sweep comes back to those."""
    watch = time_left()
    if watch is not None and endpoint_id in watch.silent:
        return
    taken = _taken(endpoint_id, event_id)
    if taken is None:
        return
    tried = _tried(*taken)
    if watch is not None and tried.silent:
        watch.silent.add(endpoint_id)
    again(lambda: _note(endpoint_id, event_id, tried.attempt))


def _taken(endpoint_id: str, event_id: str) -> tuple[Endpoint, Delivery] | None:
    delivery, now = delivery_to_send(endpoint_id, event_id), clock.now()
    if delivery is None or delivery.state is not DeliveryState.WAITING or delivery.next_attempt_at > times.iso(now):
        return None
    endpoint = find_endpoint(endpoint_id)
    reason = _why_not(delivery, endpoint)
    after = set_aside(delivery, reason) if reason else begun(delivery, now)
    try:
        transact([delivery_put(after)])
    except Overtaken:
        return None
    if endpoint is None or reason:
        fact("webhook.set_aside", endpoint_id=endpoint_id, event_id=event_id, reason=reason)
        return None
    return endpoint, delivery_as_written(after)


def _why_not(delivery: Delivery, endpoint: Endpoint | None) -> str:
    """Why it is not tried any more; empty if it is. So many tries of which nobody could write what came of them died with their workers."""
    if endpoint is None or endpoint.state is not EndpointState.ENABLED:
        return f"endpoint_{endpoint.state.value if endpoint else 'unknown'}"
    return "never_ended" if delivery.tries >= MOST_TRIES else ""


@dataclass(frozen=True)
class _Tried:
    attempt: Attempt
    silent: bool = False


def _tried(endpoint: Endpoint, delivery: Delivery) -> _Tried:
    now, started = clock.now(), time.perf_counter()
    status, error, answer, silent = 0, "", "", False
    try:
        headers = signed(living_secrets(endpoint.secrets), delivery.id, int(now.timestamp()), delivery.body)
        found = guarded.post(endpoint.url, delivery.body.encode(), {**_HEADERS, **headers})
        status, answer = found.status, shortened(found.body)
    except Unavailable as failed:
        error = failed.code
    except guarded.NotSent as failed:
        error = failed.reason
    except guarded.NotAnswered as failed:
        error, silent = failed.reason, failed.silent
    took = round((time.perf_counter() - started) * 1000)
    return _Tried(Attempt(times.iso(now), status, error, answer, took), silent)


def _note(endpoint_id: str, event_id: str, attempt: Attempt) -> None:
    delivery = find_delivery(endpoint_id, event_id)
    if delivery is None:
        return
    after = noted(delivery, attempt, clock.now(), random.random())  # noqa: S311 — when to try again, not a secret
    transact([delivery_put(after)])
    fact(
        "webhook.tried", endpoint_id=endpoint_id, event_id=event_id, state=after.state.value, status=attempt.status, error=attempt.error,
        failures=after.failures,
    )  # fmt: skip
