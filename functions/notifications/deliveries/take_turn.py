"""A worker's turn in one slot of one endpoint: what is due there, one message after the other, for some seconds; then others have theirs.

However slow an endpoint is, it keeps so many workers busy as it has slots (`store/lanes.py`), and comes to the end of the queue after each
turn. Who let us wait for nothing in a whole turn is not called for again by it: the sweep comes back to them.
"""

from __future__ import annotations

import time
from itertools import islice

from functions.notifications.deliveries.hand_out import call_workers, queue
from functions.notifications.deliveries.send_message import Step, send_next
from functions.notifications.store.lanes import due_lanes, give_slot, take_slot
from functions.shared.outside import clock, guarded
from functions.shared.outside.queues import Message
from functions.shared.outside.time_left import RESERVE, time_left
from functions.shared.plain.deferred import dataclass

SECONDS = 10.0
NEEDS = SECONDS + guarded.SECONDS + 2 * RESERVE
_MOST_CALLS = 10
"""Of one resource, before the others of the slot have theirs."""
_LATER = 10
"""Seconds: longer than most turns."""
_MOST_LANES = 25


@dataclass
class _Turn:
    until: float
    answered: int = 0

    @property
    def is_over(self) -> bool:
        watch = time_left()
        return time.monotonic() >= self.until or (watch is not None and watch.remaining() < guarded.SECONDS + 2 * RESERVE)


def take_turn(endpoint_id: str, slot: int, *, is_late: bool = False) -> None:
    """`is_late`: called for a second time, since somebody else was at work at the first one and may have looked before this was due."""
    lease = take_slot(endpoint_id, slot)
    if lease is None:
        if not is_late:
            queue([Message({"endpoint_id": endpoint_id, "slot": slot, "late": True}, delay=_LATER)])
        return
    turn = _Turn(time.monotonic() + SECONDS)
    try:
        has_more = _work(endpoint_id, slot, turn)
    finally:
        give_slot(endpoint_id, slot, lease)
    if has_more and turn.answered:
        call_workers([(endpoint_id, slot)])


def _work(endpoint_id: str, slot: int, turn: _Turn) -> bool:
    """Whether there is more than the turn had time for."""
    seen: set[str] = set()
    unfinished: list[str] = []
    while True:
        due = (one.resource for one in due_lanes(endpoint_id, slot, clock.now()) if one.resource not in seen)
        # Who had their share goes behind those that had none yet.
        some = list(islice(due, _MOST_LANES)) or unfinished
        if not some:
            return False
        unfinished = [] if some is unfinished else unfinished
        for resource in some:
            if turn.is_over:
                return True
            seen.add(resource)
            if _along(endpoint_id, resource, turn):
                unfinished.append(resource)


def _along(endpoint_id: str, resource: str, turn: _Turn) -> bool:
    """One lane, as far as its heads are taken; whether there may be more in it."""
    calls = 0
    while calls < _MOST_CALLS and not turn.is_over:
        step = send_next(endpoint_id, resource)
        if step in (Step.NOTHING, Step.FAILED, Step.SILENT):
            turn.answered += step is Step.FAILED
            return False
        turn.answered += 1
        calls += step is Step.DELIVERED
    return True
