"""Events of orders that wait for people, or for their group, before anything leaves. What they say beside the order's name is for staff."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ReviewCause:
    """A rule that held the order."""

    code: str
    reason: str


@dataclass(frozen=True)
class OrderHeld:
    """Nothing of it leaves until people decide: by rules (`causes`), or by staff who say why (`reason`)."""

    TYPE: ClassVar[str] = "order.held"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    review: int
    causes: list[ReviewCause] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class OrderReviewReleased:
    """People have looked at it, and it goes on."""

    TYPE: ClassVar[str] = "order.review_released"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    review: int
    held_at: str
    note: str = ""


@dataclass(frozen=True)
class OrderReviewRejected:
    """People have looked at it, and cancelled it."""

    TYPE: ClassVar[str] = "order.review_rejected"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    review: int
    held_at: str
    note: str = ""


@dataclass(frozen=True)
class OrderGroupCompleted:
    """The group that it waited for is complete: it is a sale like any other from here on, and sent."""

    TYPE: ClassVar[str] = "order.group_completed"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    group_id: str
    completed_at: str


@dataclass(frozen=True)
class OrderStockArrived:
    """Pieces that were sold ahead are there, and planned. `waits`: the order waits for other variants still."""

    TYPE: ClassVar[str] = "order.stock_arrived"
    VERSION: ClassVar[int] = 1
    order: OrderSummary
    variant_id: str
    sku: str
    quantity: int
    waits: bool = False
