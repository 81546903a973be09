"""One message to one endpoint: how often it was tried, what was answered, when it is tried next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.state import advance


class DeliveryState(StrEnum):
    """Failed: not tried by itself any more."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


# People can send each again.
TRANSITIONS: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.WAITING: frozenset(DeliveryState),
    DeliveryState.DELIVERED: frozenset({DeliveryState.WAITING, DeliveryState.DELIVERED}),
    DeliveryState.FAILED: frozenset({DeliveryState.WAITING, DeliveryState.DELIVERED}),
}
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 120, 240, 480, 480))
"""After the first failed try, the second …; after the last one, a day later, it is given up."""
MOST_TRIES = len(PAUSES) + 1
DEAD_AFTER = 3
"""So many failures make it a dead letter, which staff sees. It is tried on, for a day in all."""
KEEP = timedelta(days=30)
LEASE = timedelta(seconds=90)
"""So long one worker has a try to itself."""
_MOST_KEPT = 25
_ANSWER = 500
GONE = 410


@dataclass(frozen=True)
class Attempt:
    """`status` 0: no answer, for `error`. `answer`: its beginning."""

    at: str
    status: int
    error: str
    answer: str
    took_ms: int

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Delivery:
    """`id` is the event's, told as `webhook-id` each time; `body` is sent as it stands. `tries` since it was put on its way (again);
    `failures` since it was last delivered. `version` is its item's, and no part of what is stored."""

    endpoint_id: str
    id: str
    type: str
    body: str
    made_at: str
    next_attempt_at: str
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    failures: int = 0
    reason: str = ""
    delivered_at: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    version: int = 0

    @property
    def is_dead_letter(self) -> bool:
        return self.state is DeliveryState.FAILED or (self.state is DeliveryState.WAITING and self.failures >= DEAD_AFTER)

    def _to(self, state: DeliveryState) -> Delivery:
        return replace(self, state=advance(TRANSITIONS, self.state, state))


def begun(delivery: Delivery, now: datetime) -> Delivery:
    """Counted before it is sent, so that a try which dies with its worker is counted too, and comes again when the lease is over."""
    return replace(delivery, tries=delivery.tries + 1, next_attempt_at=times.iso(now + LEASE))


def noted(delivery: Delivery, attempt: Attempt, now: datetime, chance: float) -> Delivery:
    """With what came of a try. `chance`: 0 to 1, so that what failed together does not come again together."""
    kept = replace(delivery, attempts=[*delivery.attempts, attempt][-_MOST_KEPT:])
    if attempt.is_success:
        return replace(kept._to(DeliveryState.DELIVERED), delivered_at=attempt.at, failures=0, reason="", next_attempt_at="")
    if kept.state is not DeliveryState.WAITING:
        return kept
    failed = replace(kept, failures=kept.failures + 1, reason=attempt.error or f"status_{attempt.status}")
    if attempt.status == GONE:
        return set_aside(failed, "gone")
    if failed.tries >= MOST_TRIES:
        return set_aside(failed, failed.reason)
    return replace(failed, next_attempt_at=times.iso(now + pause_after(failed.tries, chance)))


def set_aside(delivery: Delivery, reason: str) -> Delivery:
    return replace(delivery._to(DeliveryState.FAILED), reason=reason, next_attempt_at="")


def replayed(delivery: Delivery, now: str) -> Delivery:
    """On its way again, with all tries before it; a dead letter stays one until it is delivered."""
    return replace(delivery._to(DeliveryState.WAITING), tries=0, next_attempt_at=now)


def pause_after(tries: int, chance: float) -> timedelta:
    """From three quarters to five quarters of what the schedule says."""
    return PAUSES[max(tries, 1) - 1] * (0.75 + 0.5 * chance)


def shortened(answer: bytes) -> str:
    """What is kept of an answer: its beginning, in one line of printable characters."""
    text = answer[: 4 * _ANSWER].decode(errors="replace")
    return "".join(one if one.isprintable() else " " for one in text)[:_ANSWER].strip()
