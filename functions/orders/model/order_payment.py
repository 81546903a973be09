"""What an order knows of a payment: enough to show it and to tell a repeated message from a second payment."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass


class PaymentState(StrEnum):
    """captured: it paid the order. authorized: the order is shipped on its promise, voided: not any more. failed: it may be tried
    again. The others hold money that was not applied; a late or a second payment goes back by itself."""

    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"
    VOIDED = "voided"
    LATE = "late"
    DUPLICATE = "duplicate"
    MISMATCH = "mismatch"


SET_ASIDE = frozenset({PaymentState.LATE, PaymentState.DUPLICATE, PaymentState.MISMATCH})
"""Money that never counted for the order: what happens to it is no refund and no dispute of the order."""


class DisputeState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True)
class PaymentDispute:
    """The payer's bank takes `amount` back; `deadline` for the evidence."""

    dispute_id: str
    amount: int
    state: DisputeState
    at: str
    reason: str = ""
    deadline: str = ""


@dataclass(frozen=True)
class OrderPayment:
    """`amount`: what has arrived; while it is authorized, what was taken of it so far. `promised`: what was held, or will be collected,
    as a whole; None where it was not kept."""

    payment_id: str
    provider: str
    state: PaymentState
    at: str
    amount: int | None = None
    currency: str | None = None
    provider_ref: str = ""
    reason: str = ""
    refunded: int = 0
    returned: int = 0
    promised: int | None = None
    on_delivery: bool | None = None
    # What its provider tells of the payer: its own judgement, and the country of the card, say.
    risk: str = ""
    payer_country: str = ""
    # How the shop's own rules judged it, and what they have done about it: nothing, `hold` or `decline`.
    score: int | None = None
    score_reasons: list[str] = field(default_factory=list)
    verdict: str = ""
    review_hours: int = 0
    at_deadline: str = ""
    disputes: list[PaymentDispute] = field(default_factory=list)
    # When its promise ended, which no event tells; empty for one that ended before this was kept.
    voided_at: str = ""
