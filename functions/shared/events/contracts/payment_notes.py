"""Events of what integrations and staff keep on payments and refunds: public values; of private ones only that they changed."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class PaymentEdited:
    """Which of `metadata` and `private_metadata` staff changed."""

    TYPE: ClassVar[str] = "payment.edited"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    fields: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RefundEdited:
    """Which of `metadata` and `private_metadata` staff changed. `payment_id` is empty where no payment bears the refund."""

    TYPE: ClassVar[str] = "payment.refund_edited"
    VERSION: ClassVar[int] = 1
    refund_id: str
    payment_id: str
    order_id: str
    fields: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaymentMethodAgreed:
    """Money came by a payment whose payer wants the way they paid to be kept for later."""

    TYPE: ClassVar[str] = "payment_method.agreed"
    VERSION: ClassVar[int] = 1
    payment_id: str
    order_id: str
    customer_id: str
    provider: str


@dataclass(frozen=True)
class PaymentMethodRemoved:
    """It can be used no more; its provider is told to forget it, too."""

    TYPE: ClassVar[str] = "payment_method.removed"
    VERSION: ClassVar[int] = 1
    payment_method_id: str
    customer_id: str
    provider: str
