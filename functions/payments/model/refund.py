"""A refund as plain, frozen data; its status stands beside it: pending, succeeded or failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from functions.payments.model.attempt import reference_of
from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class RefundPart:
    """What the money is given back for. kind: line | shipping | amount | amendment; `line_id` and `quantity` of a line only."""

    kind: str
    amount: int
    line_id: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class Refund:
    """The parts add up to `money`; of pieces that cost nothing it is 0, and no payment bears it (`payment_id` is ""). `retry_of`: the
    failed refund that this one tries again. `restock`: pieces that have not left go back on sale.

    `origin`: ``shop``, or ``provider`` for one made in the provider's own console, which names it `told_as`. `by_hand`: no
    API sends it, people do."""

    id: str
    payment_id: str
    order_id: str
    money: Money
    reason: str
    requested_by: str
    created_at: str
    parts: list[RefundPart] = field(default_factory=list)
    retry_of: str = ""
    told_as: str = ""
    origin: str = "shop"
    by_hand: bool = False
    restock: bool = True
    # Its pieces had been sent: no others are kept back for it.
    came_back: bool = False
    # What integrations keep on it: the one is told in events, the other is for staff only.
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    # The compensation that it pays.
    goodwill: str = ""
    # The provider that gives it instead of its payment's: store_credit.
    to: str = ""
    # The case of after-sales that asked for it, "" for none, None before it was kept; and whether its pieces were exchanged: they came back
    # then, whatever comes back now.
    case_id: str | None = None
    exchanged: bool = False

    @property
    def first_status(self) -> RefundStatus:
        """What it is when it is requested: where no money moves, nothing is waited for."""
        return RefundStatus.PENDING if self.payment_id else RefundStatus.SUCCEEDED

    @property
    def reference(self) -> str:
        return self.told_as or reference_of(self.id)


def refund_status(events: Iterable[ProviderEvent], reference: str) -> RefundStatus:
    """Derived like the payment's state: a reversed refund has failed, a succeeded one stays so whatever else was told."""
    told = {event.type for event in events if event.refund_ref == reference}
    if EventType.REFUND_REVERSE in told:
        return RefundStatus.FAILED
    if EventType.REFUND_SUCCESS in told:
        return RefundStatus.SUCCEEDED
    return RefundStatus.FAILED if EventType.REFUND_FAILURE in told else RefundStatus.PENDING
