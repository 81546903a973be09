"""An event becomes one message to each endpoint that wants it, however often it is told, and lines up behind what waits there about the
same resource."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from functions.notifications.model.delivery import Delivery, DeliveryState, ended
from functions.notifications.model.endpoint import Endpoint
from functions.notifications.model.lane import SETTLE, Waiting, lined_up, skipped
from functions.notifications.model.told_outside import told_data, whose
from functions.notifications.store.deliveries import delivery_put
from functions.notifications.store.errands import WAKE
from functions.notifications.store.lanes import lane_of, lane_put, slot_of
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import Unavailable
from functions.shared.sealing import KEY_SK, Erased, KeyRecord, emptied, key_pk
from functions.shared.store.again import again
from functions.shared.store.transactions import Check, transact

QUEUE = "webhook-messages"
Slot = tuple[str, int]
"""Of an endpoint."""


class _ToldBefore(Exception):
    """It is there already."""


_METADATA = ("**.metadata", "**.note")


def hand_out(event: Envelope, to: Sequence[Endpoint]) -> set[Slot]:
    """Where there is work now."""
    found: set[Slot] = set()
    for one in to:
        if one.wants(event.type, event.data):
            try:
                _told_once(one, event)
            except _ToldBefore:
                continue
            found.add((one.id, slot_of(event.subject)))
            fact("webhook.handed_out", endpoint_id=one.id, event_id=event.id, type=event.type)
    return found


def _told_once(one: Endpoint, event: Envelope) -> None:
    """What integrations keep with an order or a customer is told while these are there; what comes later says ids, money and times."""
    data, _ = emptied(event.data, _METADATA)
    bare = replace(event, data=data, metadata={}, custom_fields={})
    person = whose(event.subject, event.data) if bare != event else ""
    try:
        again(lambda: _line_up(one, event, person))
    except Erased:
        again(lambda: _line_up(one, bare, ""))


def _line_up(one: Endpoint, event: Envelope, person: str) -> None:
    """Raises Erased for one of a person who was erased."""
    now = clock.now()
    at, ready = times.iso(now), times.iso(now + SETTLE)
    lane = lane_of(one.id, event.subject)
    made = Delivery(
        one.id,
        event.id,
        event.type,
        dump(replace(event, data=told_data(event.data))),
        made_at=at,
        next_attempt_at=ready,
        resource=event.subject,
        at=event.occurred_at,
    )
    if lane.is_full:
        after = skipped(lane)
        made = replace(ended(made, DeliveryState.FAILED, "too_many_waiting", after.last), version=0)
    else:
        after = lined_up(lane, Waiting(event.id, event.occurred_at, since=at, next_at=ready))
    transact([delivery_put(made, _ToldBefore()), lane_put(after), *([_there(person)] if person else [])])


def _there(person: str) -> Check:
    gone = Erased("This person's data was erased.", person=person)
    return Check(KeyRecord, key_pk(person), KEY_SK, KeyRecord.erased_at.does_not_exist(), gone)


def call_workers(slots: Iterable[Slot], *, delay: int = 0) -> None:
    queue([Message({"endpoint_id": endpoint_id, "slot": slot}, delay=delay) for endpoint_id, slot in sorted(slots)])


def wake(endpoint_id: str) -> None:
    """For an errand that was written with a change of the endpoint; nothing comes of it where there is none."""
    queue([Message({"endpoint_id": endpoint_id, "errand": WAKE})])


def queue(messages: Sequence[Message]) -> None:
    """All of it stands in the table already: what the queue does not take (which is logged) is found by the sweep."""
    with suppress(Unavailable):
        send_all(QUEUE, messages)
