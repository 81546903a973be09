"""What the risk of its payments means for an order. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.order_payment import OrderPayment
from functions.orders.model.review.review import Cause

HOLD, DECLINE, RELEASE = "hold", "decline", "release"
_ORDER = ("", HOLD, DECLINE)
CODE = "risk:"
"""Before a reason's code: no rule of staff's can have it."""


def riskiest(payments: Sequence[OrderPayment]) -> OrderPayment | None:
    """The payment for whose sake the order is held or ends; None where nothing is to be done."""
    found = max(payments, key=lambda one: (_ORDER.index(one.verdict), one.score or 0), default=None)
    return found if found is not None and found.verdict else None


def risk_causes(payment: OrderPayment) -> list[Cause]:
    return [Cause(f"{CODE}{code}", f"Risk {payment.score} of 100.") for code in payment.score_reasons]
