"""Each minute: the slots of endpoints in which something is due, and errands that are not through, are put onto the queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.notifications.deliveries.hand_out import QUEUE
from functions.notifications.store.endpoints import all_endpoints
from functions.notifications.store.errands import due_errands
from functions.notifications.store.lanes import SLOTS, due_lanes
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times

# A schedule of one minute starts within its minute, not on its second.
_AHEAD = timedelta(seconds=90)


def sweep() -> int:
    """The queue holds back what is due soon until then; how many messages that were."""
    sent = send_all(QUEUE, _due(clock.now()))
    fact("webhooks.swept", sent=sent)
    return sent


def _due(now: datetime) -> Iterator[Message]:
    for endpoint_id, name in due_errands(now):
        yield Message({"endpoint_id": endpoint_id, "errand": name})
    # Also of those that were removed: what waits for them is to end.
    for endpoint in all_endpoints():
        for slot in range(SLOTS):
            if first := next(due_lanes(endpoint.id, slot, now + _AHEAD), None):
                yield Message({"endpoint_id": endpoint.id, "slot": slot}, delay=_seconds(times.parse(first.due_at) - now))


def _seconds(wait: timedelta) -> int:
    return max(0, -(-wait // timedelta(seconds=1)))
