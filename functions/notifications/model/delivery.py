"""One message to one endpoint: how often it was tried, what was answered, what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.state import advance


class DeliveryState(StrEnum):
    """Failed: not tried by itself any more. Cancelled: nobody wants it any more."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


# People can send each again.
TRANSITIONS: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.WAITING: frozenset(DeliveryState),
    DeliveryState.DELIVERED: frozenset({DeliveryState.WAITING, DeliveryState.DELIVERED}),
    DeliveryState.FAILED: frozenset({DeliveryState.WAITING, DeliveryState.DELIVERED}),
    DeliveryState.CANCELLED: frozenset({DeliveryState.WAITING, DeliveryState.DELIVERED}),
}
DEAD_AFTER = 3
"""So many failures make it a dead letter, which staff sees. It is tried on, for a day in all."""
_MOST_KEPT = 25
_ANSWER = 500


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
    """`id` is the event's, told as `webhook-id` each time; `resource` what it is about; `at` when that happened. `number`: its place in
    what the endpoint is told of the resource, given with the first try, 0 before. `failures` since it was last delivered. `version` is
    its item's, and no part of what is stored."""

    endpoint_id: str
    id: str
    type: str
    body: str
    made_at: str
    next_attempt_at: str
    resource: str = ""
    at: str = ""
    state: DeliveryState = DeliveryState.WAITING
    number: int = 0
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


def told_body(body: str, number: int) -> str:
    """What is sent: the event as it was kept, with its number. The same bytes each time."""
    return f'{body[:-1]},"sequence":{number}}}'


def noted(delivery: Delivery, attempt: Attempt, number: int, next_at: str) -> Delivery:
    """With what came of a try. `next_at`: when it is tried again after a failure; "" is never."""
    kept = replace(delivery, number=number, attempts=[*delivery.attempts, attempt][-_MOST_KEPT:])
    if attempt.is_success:
        return replace(kept._to(DeliveryState.DELIVERED), delivered_at=attempt.at, failures=0, reason="", next_attempt_at="")
    if kept.state is not DeliveryState.WAITING:
        return kept
    failed = replace(kept, failures=kept.failures + 1, reason=attempt.error or f"status_{attempt.status}", next_attempt_at=next_at)
    return failed if next_at else ended(failed, DeliveryState.FAILED, failed.reason)


def ended(delivery: Delivery, state: DeliveryState, reason: str, number: int = 0) -> Delivery:
    """`number`: the one that it has used up, if any: who is told the next one sees the gap."""
    return replace(delivery._to(state), reason=reason, next_attempt_at="", number=number or delivery.number)


def replayed(delivery: Delivery, now: str) -> Delivery:
    """On its way again, with all tries before it; a dead letter stays one until it is delivered."""
    return replace(delivery._to(DeliveryState.WAITING), next_attempt_at=now)


def shortened(answer: bytes) -> str:
    """What is kept of an answer: its beginning, in one line of printable characters."""
    text = answer[: 4 * _ANSWER].decode(errors="replace")
    return "".join(one if one.isprintable() else " " for one in text)[:_ANSWER].strip()
