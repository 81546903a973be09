"""What happened to sales, one row per event. Pure. Amounts are integer minor units of the fact's currency."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain.deferred import dataclass


class FactKind(StrEnum):
    SALE = "sale"
    CANCELLATION = "cancellation"
    AMENDMENT = "amendment"


@dataclass(frozen=True)
class FactLine:
    product_id: str
    category_id: str | None
    quantity: int
    subtotal: int
    discount: int
    total: int
    variant_id: str = ""
    """Empty in what was written down before it was kept."""


_OF_LINE = ("quantity", "subtotal", "discount", "total")


@dataclass(frozen=True)
class Fact:
    """A sale counts when it was paid; a cancellation when a paid order was cancelled; an amendment of a paid
    order has what it costs more, or (below 0) less. `at` is RFC 3339 UTC.
    `coupons`: what each took off; one written down before they were told has none."""

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
    lines: list[FactLine]
    coupons: dict[str, int] = field(default_factory=dict)


def fact_of(event_id: str, kind: FactKind, at: str, order: OrderSummary) -> Fact:
    return Fact(
        event_id=event_id,
        kind=kind,
        at=at,
        order_id=order.order_id,
        channel=order.channel,
        currency=order.currency,
        subtotal=order.subtotal,
        discount=order.discount,
        shipping=order.shipping,
        tax=order.tax,
        total=order.total,
        coupons={use.coupon_id: use.amount for use in order.coupons},
        lines=[
            FactLine(
                product_id=line.product_id,
                category_id=line.category_id,
                quantity=line.quantity,
                subtotal=line.unit_price * line.quantity,
                discount=line.discount,
                total=line.total,
                variant_id=line.variant_id,
            )
            for line in order.lines
        ],
    )


def difference(event_id: str, at: str, before: OrderSummary, after: OrderSummary) -> Fact:
    """What an amendment made more, or less, of a sale."""
    was, now = (fact_of(event_id, FactKind.AMENDMENT, at, order) for order in (before, after))
    amounts = {name: getattr(now, name) - getattr(was, name) for name in ("subtotal", "discount", "shipping", "tax", "total")}
    gone = [replace(line, **{name: -getattr(line, name) for name in _OF_LINE}) for line in was.lines]
    coupons = {name: now.coupons.get(name, 0) - was.coupons.get(name, 0) for name in {**was.coupons, **now.coupons}}
    return replace(now, **amounts, lines=[*now.lines, *gone], coupons=coupons)


def hour_of(moment: datetime) -> str:
    """The UTC hour a moment lies in, e.g. ``2025-01-31T23``."""
    return moment.strftime("%Y-%m-%dT%H")
