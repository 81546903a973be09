"""Events of payments."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PaymentAuthorized:
    """The money is promised: held on a card until it is captured, or (`on_delivery`) to be taken by the courier.

    `risk` (normal, elevated, highest) and `payer_country` (ISO 3166-1 alpha-2): as far as its provider tells. `score` and `score_reasons`
    (codes): how the shop's own rules judge it; `verdict` (hold, decline): what they have done about it, by default (`at_deadline`: decline,
    release) after `review_hours`.
    """

    TYPE: ClassVar[str] = "payment.authorized"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    amount: int
    currency: str
    on_delivery: bool
    authorized_at: str
    metadata: dict[str, str] = field(default_factory=dict)
    risk: str = ""
    payer_country: str = ""
    score: int | None = None
    score_reasons: list[str] = field(default_factory=list)
    verdict: str = ""
    review_hours: int = 0
    at_deadline: str = ""


@dataclass(frozen=True)
class PaymentCaptured:
    """Money of the right amount, currency and account has arrived for an order.

    `part`: the payment ended with less than it asked for (the rest was let go); `amount` is what arrived.
    What is said of its payer and its risk as in `payment.authorized`.
    """

    TYPE: ClassVar[str] = "payment.captured"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    provider_ref: str
    amount: int
    currency: str
    captured_at: str
    part: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    risk: str = ""
    payer_country: str = ""
    score: int | None = None
    score_reasons: list[str] = field(default_factory=list)
    verdict: str = ""
    review_hours: int = 0
    at_deadline: str = ""


@dataclass(frozen=True)
class PaymentPartiallyCaptured:
    """A part of what is held was taken, and the rest is still held: `amount` is all that was taken so far. That the payment has ended is
    told by `payment.captured`."""

    TYPE: ClassVar[str] = "payment.partially_captured"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    provider_ref: str
    amount: int
    currency: str
    captured_at: str
    metadata: dict[str, str] = field(default_factory=dict)
    risk: str = ""
    payer_country: str = ""
    score: int | None = None
    score_reasons: list[str] = field(default_factory=list)
    verdict: str = ""
    review_hours: int = 0
    at_deadline: str = ""


@dataclass(frozen=True)
class PaymentFailed:
    """`ends_order`: it is not to be tried again."""

    TYPE: ClassVar[str] = "payment.failed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    reason: str
    metadata: dict[str, str] = field(default_factory=dict)
    ends_order: bool = False


@dataclass(frozen=True)
class PaymentQuarantined:
    """A verified message that does not fit our own data (amount, currency, account); not applied, somebody must look."""

    TYPE: ClassVar[str] = "payment.quarantined"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    reason: str


@dataclass(frozen=True)
class PaymentVoided:
    """The attempt was closed unpaid, or its authorisation released; a new attempt is a new payment.

    `reason` (why we closed it): expired | staff | order_cancelled; empty when the provider or the payer did.
    """

    TYPE: ClassVar[str] = "payment.voided"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaymentCaptureFailed:
    """Authorised money could not be taken; what was shipped for it is not paid. Somebody must look."""

    TYPE: ClassVar[str] = "payment.capture_failed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True)
class PaymentFeeBooked:
    """What its provider keeps of a payment was booked, with the movement that it is of or later, when a bill told it. Once for each."""

    TYPE: ClassVar[str] = "payment.fee_booked"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    amount: int
    currency: str
    booked_at: str


AMENDMENT = "amendment"


@dataclass(frozen=True)
class RefundedPart:
    """What money was given back for. kind: line (with `line_id`, and `quantity` where pieces came back) | shipping | amount | amendment
    (what was paid beyond what the order costs since it was amended)."""

    kind: str
    amount: int
    line_id: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class PaymentRefunded:
    """Money went back; `metadata` is the refund's. `refunded` and `captured` are the payment's totals after it;
    `parts` add up to `amount`. Of pieces that cost nothing it is 0, and `payment_id` and `provider` are empty. `refunded_at`: when its
    provider says that it went; empty in what was told before 0.3."""

    TYPE: ClassVar[str] = "payment.refunded"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    refund_id: str
    provider: str
    amount: int
    currency: str
    refunded: int
    captured: int
    parts: list[RefundedPart] = field(default_factory=list)
    # What came back of earlier refunds (`refunded` does not count it). It only grows, and so does the sum of the two: of two messages
    # the one with more is the later.
    returned: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
    refunded_at: str = ""


@dataclass(frozen=True)
class PaymentRefundFailed:
    """The provider could not give the money back; it can be refunded again. `returned`: what had gone out and came back, in all;
    `came_back`: how much by this, at `failed_at`, in `currency`. 0 and empty in what was told before 0.3."""

    TYPE: ClassVar[str] = "payment.refund_failed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    refund_id: str
    provider: str
    reason: str
    refunded: int = 0
    returned: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
    came_back: int = 0
    currency: str = ""
    failed_at: str = ""


@dataclass(frozen=True)
class PaymentTaskCreated:
    """Money that no provider's API sends: somebody of finance transfers it and confirms with the reference. kind: refund."""

    TYPE: ClassVar[str] = "payment_task.created"
    VERSION: ClassVar[int] = 1
    task_id: str
    kind: str
    payment_id: str
    order_id: str
    order_number: str
    method: str
    amount: int
    currency: str
    reason: str


@dataclass(frozen=True)
class PaymentDisputed:
    """The payer's bank takes money back; who wants to keep it answers with evidence by `deadline`. `opened_at`: when it was taken; empty in
    what was told before 0.3."""

    TYPE: ClassVar[str] = "payment.disputed"
    VERSION: ClassVar[int] = 1
    dispute_id: str
    payment_id: str
    order_id: str
    provider: str
    amount: int
    currency: str
    reason: str
    deadline: str
    opened_at: str = ""


@dataclass(frozen=True)
class PaymentDisputeClosed:
    """outcome: won (the money is ours again) | lost; `closed_at`: when, empty in what was told before 0.3. A dispute whose opening
    comes after its end is told once more: `amount` was taken at `opened_at`, which is empty else."""

    TYPE: ClassVar[str] = "payment.dispute_closed"
    VERSION: ClassVar[int] = 1
    dispute_id: str
    payment_id: str
    order_id: str
    provider: str
    amount: int
    currency: str
    outcome: str
    closed_at: str = ""
    opened_at: str = ""


@dataclass(frozen=True)
class ReconciliationCompleted:
    """A provider's bill of a day was compared with the ledger; somebody must look when there are `differences`."""

    TYPE: ClassVar[str] = "reconciliation.completed"
    VERSION: ClassVar[int] = 1
    reconciliation_id: str
    provider: str
    day: str
    lines: int
    differences: int
