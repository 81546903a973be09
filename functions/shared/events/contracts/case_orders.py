"""Events of orders that an after-sales case has placed: what a buyer gets instead, or a repair. For the case alone."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CaseOrderCovered:
    """Its money has come, or is promised."""

    TYPE: ClassVar[str] = "case_order.covered"
    VERSION: ClassVar[int] = 1
    order_id: str
    case_id: str


@dataclass(frozen=True)
class CaseOrderEnded:
    """It was cancelled; `reason` as of `order.cancelled`. What had been paid goes back."""

    TYPE: ClassVar[str] = "case_order.ended"
    VERSION: ClassVar[int] = 1
    order_id: str
    case_id: str
    reason: str
