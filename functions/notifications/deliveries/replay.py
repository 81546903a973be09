"""People send messages again: with the same id, number and body, so that who had it already knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from functions.notifications.deliveries.hand_out import call_workers, queue
from functions.notifications.model.delivery import Delivery, replayed
from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.model.errand import Errand, ErrandKind
from functions.notifications.model.lane import Waiting, lined_up
from functions.notifications.store.deliveries import delivery, delivery_as_written, delivery_put
from functions.notifications.store.endpoints import endpoint
from functions.notifications.store.errands import errand_put
from functions.notifications.store.lanes import lane_of, lane_put, slot_of
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def replay(endpoint_id: str, id_: str, *, remember: Remember[Delivery]) -> Delivery:
    """Raises NotFound, Conflict (409 `endpoint_disabled`, `event_type_removed`). One under way is due at once."""

    def attempt() -> Delivery:
        found, to = delivery(endpoint_id, id_), _open(endpoint_id)
        if found.type not in to.events:
            raise Conflict("The endpoint does not hear of such events any more.", code="event_type_removed")
        return put_on_its_way(endpoint_id, id_, remember=remember)

    done = again(attempt)
    fact("webhook.replayed", endpoint_id=endpoint_id, event_id=id_)
    call_workers([(endpoint_id, slot_of(done.resource))])
    return done


def put_on_its_way(endpoint_id: str, id_: str, *, remember: Remember[Delivery] | None = None) -> Delivery:
    """A day of tries begins. It goes before what has a higher number or none. Raises Overtaken."""
    found, now = delivery(endpoint_id, id_), times.iso(clock.now())
    after, lane = replayed(found, now), lane_of(endpoint_id, found.resource)
    waiting = Waiting(id_, found.at, since=now, next_at=now, number=found.number)
    if (here := lane.of(id_)) is not None and here.number:
        waiting = Waiting(id_, here.at, since=now, next_at=now, number=here.number)
    written = delivery_as_written(after)
    transact([delivery_put(after), lane_put(lined_up(lane, waiting)), *(remember(written) if remember else [])])
    return written


def replay_range(endpoint_id: str, begin: datetime, end: datetime, states: Sequence[str], *, remember: Remember[Errand]) -> Errand:
    """Those that were made in that time, bit by bit. Raises NotFound, Conflict (409 `endpoint_disabled`)."""
    _open(endpoint_id)
    now = times.iso(clock.now())
    errand = Errand(
        endpoint_id, fresh.new_id("job"), ErrandKind.REPLAY, due_at=now, begin=times.iso(begin), end=times.iso(end), states=list(states)
    )
    transact([errand_put(errand), *remember(errand)])
    queue([Message({"endpoint_id": endpoint_id, "errand": errand.name})])
    return errand


def _open(endpoint_id: str) -> Endpoint:
    found = endpoint(endpoint_id)
    if found.state is EndpointState.DISABLED:
        raise Conflict("The endpoint is disabled; enable it first.", code="endpoint_disabled")
    return found
