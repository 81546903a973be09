"""Events of payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PaymentCaptured:
    """Money of the right amount, currency and account has arrived for an order."""

    TYPE: ClassVar[str] = "payment.captured"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    provider_ref: str
    amount: int
    currency: str
    captured_at: str


@dataclass(frozen=True)
class PaymentFailed:
    TYPE: ClassVar[str] = "payment.failed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str
    reason: str


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
    """The attempt was closed unpaid, or its authorisation released; a new attempt is a new payment."""

    TYPE: ClassVar[str] = "payment.voided"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    provider: str


@dataclass(frozen=True)
class PaymentRefunded:
    """Money went back. `refunded` and `captured` are the payment's totals after it."""

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


@dataclass(frozen=True)
class PaymentRefundFailed:
    """The provider could not give the money back; it can be refunded again."""

    TYPE: ClassVar[str] = "payment.refund_failed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    refund_id: str
    provider: str
    reason: str
