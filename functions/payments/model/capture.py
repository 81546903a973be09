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


def capturable(attempt: Attempt, state: PaymentState, pending: Iterable[Capture], *, once: bool = False) -> int:
    """What may be captured now. A capture whose outcome is not known counts as taken; `once`: the first one ends it."""
    under_way = sum(one.money.amount for one in pending)
    if not is_open(attempt, state) or (once and (under_way or state.captured)):
        return 0
    return max(0, state.authorized - state.captured - under_way)


def ends_at(state: PaymentState, lasts: timedelta) -> datetime:
    """When what is held is let go."""
    return times.parse(state.authorized_at) + lasts
