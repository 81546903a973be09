"""Facts as they were written down before 0.3, when only sales, amendments and cancellations were: read as those of today. Pure."""

from __future__ import annotations

from dataclasses import field

from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.shared.plain.bodies import parsed
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class _Line:
    product_id: str
    category_id: str | None
    quantity: int
    subtotal: int
    discount: int
    total: int


@dataclass(frozen=True)
class _Fact:
    event_id: str
    kind: FactKind
    at: str
    order_id: str
    channel: str
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    lines: list[_Line]
    coupons: dict[str, int] = field(default_factory=dict)


def fact_of_before(body: object, zone: str) -> tuple[Fact, Dims]:
    """Booked on the day it happened in `zone`. Their taxes in the prices, their refunds and their costs were not written down."""
    old = parsed(_Fact, body)
    is_cancelled = old.kind is FactKind.CANCELLATION
    pieces = [Piece(_sums(line, is_cancelled), "", line.product_id, "", line.category_id or "") for line in old.lines]
    rest = old.total - sum(line.total for line in old.lines)
    if is_cancelled:
        whole = {"cancelled": rest, "taken_back": rest, "cancelled_orders": 0}
    else:
        discount = old.discount - sum(line.discount for line in old.lines)
        subtotal = old.subtotal - sum(line.subtotal for line in old.lines)
        whole = {"revenue": rest, "discount": discount, "subtotal": subtotal, "shipping": old.shipping, "tax": old.tax}
    pieces.append(Piece(whole))
    counts = {FactKind.SALE: "orders", FactKind.CANCELLATION: "cancelled_orders"}.get(old.kind)
    if counts:
        totals = [line.total for line in old.lines] or [0]
        pieces[totals.index(max(totals))].sums[counts] = 1
    fact = Fact(old.event_id, old.kind, old.at, old.order_id, old.currency, zone, pieces)
    return fact, Dims(old.channel, coupons=old.coupons)


def _sums(line: _Line, is_cancelled: bool) -> dict[str, int]:
    if is_cancelled:
        return {"cancelled": line.total, "taken_back": line.total, "units_back": line.quantity}
    return {"units": line.quantity, "subtotal": line.subtotal, "discount": line.discount, "revenue": line.total}
