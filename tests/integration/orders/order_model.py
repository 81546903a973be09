"""What the order machine knows of an order from the outside: the money that came and went, and what it used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from functions.orders.model.order_refund import RefundState
from functions.orders.model.pieces import pieces_of
from functions.orders.payment.hold_refund import RequestedRefund
from functions.orders.store.shipments import Parcels


@dataclass
class Payment:
    id: str
    amount: int
    back: int = 0


@dataclass
class Known:
    """`paid`: what has arrived, by payment. `waiting`: refunds on their way. `held`: what was held, by payment of which a part is taken."""

    json: Any
    variant: str
    flash: bool = False
    paid: list[Payment] = field(default_factory=list)
    waiting: list[RequestedRefund] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    attempts: int = 0

    @property
    def id(self) -> str:
        return str(self.json["id"])

    @property
    def total(self) -> int:
        return int(self.json["totals"]["total"]["amount"])

    @property
    def uses_coupon(self) -> bool:
        """Whether the coupon took something off. One that was used up meanwhile is named in the cart and takes nothing."""
        return any(part["kind"] == "discount" and part["code"] == "SAVE10" for part in self.json["parts"])

    @property
    def campaign_parts(self) -> list[Any]:
        """What the campaign took off."""
        return [part for part in self.json["parts"] if part["kind"] == "discount" and part["code"].startswith("prm_")]

    def payment(self, payment_id: str) -> Payment:
        return next(one for one in self.paid if one.id == payment_id)

    def left_of(self, payment: Payment) -> int:
        """What can be given back of it."""
        return payment.amount - payment.back - sum(one.amount for one in self.waiting if one.payment_id == payment.id)

    def name(self, what: str) -> str:
        self.attempts += 1
        return f"{what}_{self.id[-6:]}_{self.attempts}"


def on_sale(parcels: Parcels, line_id: str) -> int:
    """Pieces of a sold line that are back on the shelf."""
    settled = [one for one in parcels.holding.refunds if one.state in (RefundState.SUCCEEDED, RefundState.RETURNED)]
    back = sum(one.withdrawn.get(line_id, 0) for one in settled if one.restock)
    back -= sum(line.taken_again for parcel in parcels.shipments if parcel.counts for line in parcel.lines if line.line_id == line_id)
    if parcels.status != "cancelled":
        return back
    kept = sum(one.withdrawn.get(line_id, 0) for one in parcels.holding.refunds if one.state is not RefundState.FAILED)
    return back + pieces_of(parcels.holding)[line_id].cancelled - kept
