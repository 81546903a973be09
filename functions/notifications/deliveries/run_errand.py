"""Errands: what waits for an endpoint is woken, or what was sent to it is sent again, as far as the time of a call goes."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from functions.notifications.deliveries.hand_out import call_workers, queue
from functions.notifications.deliveries.replay import put_on_its_way
from functions.notifications.model.endpoint import EndpointState
from functions.notifications.model.errand import Errand, ErrandKind
from functions.notifications.model.lane import LEASE, woken
from functions.notifications.store.deliveries import deliveries_between
from functions.notifications.store.endpoints import find_endpoint
from functions.notifications.store.errands import errand_put, find_errand
from functions.notifications.store.lanes import SLOTS, find_lane, lane_put, slot_of, waiting_lanes
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message
from functions.shared.plain import times
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import transact

_SECONDS = 20.0
_SECOND_LOOK = timedelta(seconds=75)
"""Longer than the index of what waits may lag behind, and than who parked something may have looked at the endpoint before."""


def run_errand(endpoint_id: str, name: str) -> None:
    """Does nothing for one that is through or not due."""
    errand = find_errand(endpoint_id, name)
    if errand is None or errand.is_over or errand.due_at > times.iso(clock.now()):
        return
    # Whoever is overtaken has another one at work on it, or it began anew.
    with suppress(Overtaken):
        if errand.kind is ErrandKind.WAKE:
            _wake(errand)
        else:
            _replay(errand)


def _wake(errand: Errand) -> None:
    end, now, slots = time.monotonic() + _SECONDS, clock.now(), set[int]()
    for slot in range(SLOTS):
        for row in waiting_lanes(errand.endpoint_id, slot):
            if row.due_at > times.iso(now) and time.monotonic() < end:
                again(lambda row=row: _wake_lane(errand.endpoint_id, row.resource))  # type: ignore[misc]
            slots.add(slot_of(row.resource))
    call_workers((errand.endpoint_id, slot) for slot in slots)
    if time.monotonic() >= end:
        # Those that were woken are not looked at again: they are due.
        _go_on(errand)
    elif errand.round == 1:
        transact([errand_put(replace(errand, round=2, due_at=times.iso(now + _SECOND_LOOK)))])
    else:
        transact([errand_put(replace(errand, is_over=True))])


def _wake_lane(endpoint_id: str, resource: str) -> None:
    lane, now = find_lane(endpoint_id, resource), clock.now()
    if lane is None or lane.head is None or lane.due_at <= times.iso(now):
        return
    # A try under way is another worker's: it says itself when the next one is.
    if not (lane.head.begun and lane.due_at <= times.iso(now + LEASE)):
        transact([lane_put(woken(lane, now))])


def _replay(errand: Errand) -> None:
    end, done, after = time.monotonic() + _SECONDS, errand.done, errand.after
    slots: set[int] = set()
    endpoint = find_endpoint(errand.endpoint_id)
    if endpoint is not None and endpoint.state is EndpointState.ENABLED:
        for place, one in deliveries_between(errand.endpoint_id, errand.begin, errand.end, errand.after):
            if time.monotonic() >= end:
                call_workers((errand.endpoint_id, slot) for slot in slots)
                _go_on(replace(errand, after=after, done=done))
                return
            if one.state.value in errand.states and one.type in endpoint.events:
                again(lambda one=one: put_on_its_way(one.endpoint_id, one.id))  # type: ignore[misc]
                slots.add(slot_of(one.resource))
                done += 1
            after = place
    call_workers((errand.endpoint_id, slot) for slot in slots)
    transact([errand_put(replace(errand, is_over=True, done=done))])
    fact("webhook.range_replayed", endpoint_id=errand.endpoint_id, messages=done)


def _go_on(errand: Errand) -> None:
    transact([errand_put(errand)])
    queue([Message({"endpoint_id": errand.endpoint_id, "errand": errand.name})])
