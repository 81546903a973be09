"""Events of orders that somebody must look at."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderDisputed:
    """The payer's bank takes money back; nothing of the order leaves by itself. `counts`: whether the payment is one the order took."""

    TYPE: ClassVar[str] = "order.disputed"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    dispute_id: str
    payment_id: str
    provider: str
    amount: int
    currency: str
    reason: str
    deadline: str
    counts: bool


@dataclass(frozen=True)
class OrderDisputeClosed:
    """outcome: won (the money is ours, the order goes on) | lost. `goes_back`: it was won for an order that does not take it (any more), so
    it goes back to the payer."""

    TYPE: ClassVar[str] = "order.dispute_closed"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    dispute_id: str
    payment_id: str
    provider: str
    amount: int
    currency: str
    outcome: str
    counts: bool
    goes_back: bool = False


@dataclass(frozen=True)
class OrderDifferenceFound:
    """The nightly check met an order whose records do not fit together; nothing was repaired."""

    TYPE: ClassVar[str] = "order.difference_found"
    VERSION: ClassVar[int] = 1
    order_id: str
    finding: str
