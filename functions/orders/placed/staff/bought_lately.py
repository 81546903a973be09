"""Face: what a customer bought lately. Nothing of who they are is opened for it."""

from __future__ import annotations

from functions.orders.placed.own_orders import orders_of_customer
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass

_MOST = 50


@dataclass(frozen=True)
class _Line:
    product_id: str


@dataclass(frozen=True)
class _Placed:
    placed_at: str
    lines: list[_Line]


@dataclass(frozen=True)
class BoughtProduct:
    product_id: str
    placed_at: str


def bought_lately(customer_id: str) -> list[BoughtProduct]:
    """The products of their last 50 orders that were paid and not cancelled, newest first, each once. One Query."""
    found: dict[str, BoughtProduct] = {}
    for record in orders_of_customer(customer_id, limit=_MOST, cursor=None).data:
        if not record.paid_at or record.cancelled_at:
            continue
        placed = load(_Placed, record.body)
        for line in placed.lines:
            found.setdefault(line.product_id, BoughtProduct(line.product_id, placed.placed_at))
    return list(found.values())
