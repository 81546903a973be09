"""Events of what integrations and staff keep on payments and refunds. Public values stand in the envelope, private ones nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class PaymentEdited:
    """Which of `metadata` and `private_metadata` staff changed."""

    TYPE: ClassVar[str] = "payment.edited"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RefundEdited:
    """Which of `metadata` and `private_metadata` staff changed. `payment_id` is empty where no payment bears the refund."""

    TYPE: ClassVar[str] = "payment.refund_edited"
    VERSION: ClassVar[int] = 1
    refund_id: str
    payment_id: str
    order_id: str
    fields: list[str] = field(default_factory=list)
