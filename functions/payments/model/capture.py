"""Taking money that is authorised: what can still be taken, and until when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from functions.payments.model.attempt import Attempt, reference_of
from functions.payments.model.payment_state import PaymentState, PaymentStatus
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


class CaptureStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class Capture:
    """One capture that we asked for; a payment can have several. `final`: nothing is to be taken after it."""

    id: str
    payment_id: str
    order_id: str
    money: Money
    requested_by: str
    created_at: str
    final: bool = False

    @property
    def key(self) -> str:
        """Its name at the provider, so that it is done once."""
        return reference_of(self.id)


def may_be_held(attempt: Attempt) -> bool:
    """Whether its money is taken when we say so; otherwise there is never anything to take."""
    return attempt.capture == "manual"


def is_open(attempt: Attempt, state: PaymentState) -> bool:
    """Whether money is held that we may still take."""
    reached = state.status in (PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED)
    return may_be_held(attempt) and reached and not state.released and state.captured < state.authorized


def under_way(state: PaymentState, pending: Iterable[Capture], done: Iterable[Capture]) -> int:
    """What was asked for and is not known to be taken. What is known to be taken beyond the captures that are done is of those whose end
    was not noted yet: it counts once."""
    beyond = state.captured - sum(one.money.amount for one in done)
    return max(0, sum(one.money.amount for one in pending) - max(0, beyond))


def capturable(attempt: Attempt, state: PaymentState, under_way: int, *, once: bool = False) -> int:
    """What may be captured now. What is under way counts as taken; `once`: the first one ends it."""
    if not is_open(attempt, state) or (once and (under_way or state.captured)):
        return 0
    return max(0, state.authorized - state.captured - under_way)


def ends_at(state: PaymentState, lasts: timedelta) -> datetime:
    """When what is held is let go."""
    return times.parse(state.authorized_at) + lasts
