"""The state of a payment, derived from what its provider said. Pure: any order, any repetition gives the same state.

`status` only ever climbs this ladder, so a message that comes late cannot take anything back; money given back is counted in
amounts, not in the status:

    pending < failed < authorized < voided < captured

A failed payment may still succeed (the customer tries again), and a voided one too (they paid during the close).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain.deferred import dataclass


class PaymentStatus(StrEnum):
    PENDING = "pending"
    FAILED = "failed"
    AUTHORIZED = "authorized"
    VOIDED = "voided"
    CAPTURED = "captured"


LADDER = tuple(PaymentStatus)
_REACHED = {
    EventType.AUTHORIZATION_FAILURE: PaymentStatus.FAILED,
    EventType.CHARGE_FAILURE: PaymentStatus.FAILED,
    EventType.AUTHORIZATION_SUCCESS: PaymentStatus.AUTHORIZED,
    EventType.CANCEL_SUCCESS: PaymentStatus.VOIDED,
    EventType.CHARGE_SUCCESS: PaymentStatus.CAPTURED,
}


@dataclass(frozen=True)
class PaymentState:
    """Amounts in minor units of the payment's currency. `returned`: refunds that went out and came back, which `refunded` does not count.
    `released`: what is authorised and not captured cannot be captured any more."""

    status: PaymentStatus = PaymentStatus.PENDING
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    returned: int = 0
    charged_back: int = 0
    recovered: int = 0
    fees: int = 0
    authorized_at: str = ""
    released: bool = False

    @property
    def held(self) -> int:
        """What payers' banks have taken back and not returned."""
        return max(0, self.charged_back - self.recovered)


def derive(events: Iterable[ProviderEvent]) -> PaymentState:
    """The state after `events`. A fact told twice (same business key) counts once, with its largest amount."""
    known = list(events)
    amounts: dict[EventType, dict[str, int]] = defaultdict(dict)
    fees: dict[str, int] = {}
    for event in known:
        of_type = amounts[event.type]
        of_type[event.business_key] = max(of_type.get(event.business_key, 0), event.money.amount if event.money else 0)
        fees[event.business_key] = max(fees.get(event.business_key, 0), event.fee.amount if event.fee else 0)
    reached = [_REACHED[event.type] for event in known if event.type in _REACHED]
    came_back = {key.partition("|")[2] for key in amounts[EventType.REFUND_REVERSE]}
    given = amounts[EventType.REFUND_SUCCESS]
    returned = sum(amount for key, amount in given.items() if key.partition("|")[2] in came_back)
    authorized = amounts[EventType.AUTHORIZATION_SUCCESS] | amounts[EventType.AUTHORIZATION_ADJUSTMENT]
    return PaymentState(
        status=max(reached, key=LADDER.index, default=PaymentStatus.PENDING),
        authorized=max(authorized.values(), default=0),
        captured=sum(amounts[EventType.CHARGE_SUCCESS].values()),
        refunded=sum(given.values()) - returned,
        returned=returned,
        charged_back=sum(amounts[EventType.CHARGE_BACK].values()),
        recovered=sum(amounts[EventType.CHARGE_BACK_REVERSE].values()),
        fees=sum(fees.values()),
        authorized_at=min((event.occurred_at for event in known if event.type is EventType.AUTHORIZATION_SUCCESS), default=""),
        released=any(event.type is EventType.CANCEL_SUCCESS for event in known),
    )
