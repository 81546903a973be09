"""Events of goodwill."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderCompensated:
    """Staff gave something for an order that nobody owed. kind: money (a refund brings it, told by its own events) | coupon (`amount` is
    what it is worth; its code is told to nobody but the buyer)."""

    TYPE: ClassVar[str] = "order.compensated"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    compensation_id: str
    kind: str
    amount: int
    currency: str
