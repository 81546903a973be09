"""Events of ways to pay that customers let the shop keep."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


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
