"""Orders as staff see them: in all languages, with what is private."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.orders.model.noted.tags import tags_in
from functions.orders.model.order import Order
from functions.orders.model.order_payment import OrderPayment
from functions.orders.model.order_refund import OrderCompensation
from functions.orders.model.pieces import pieces_of
from functions.orders.model.review.payment_risk import CODE as RISK
from functions.orders.model.review.review import Cause, Review
from functions.orders.placed.amendment_schemas import PriceOverrideOut
from functions.orders.placed.staff.schemas import (
    AdminOrderLineOut,
    AdminOrderOut,
    CompensationOut,
    OptionTextOut,
    OrderAllocation,
    PaymentRiskOut,
    ReviewCauseOut,
    ReviewOut,
    WaitingPieces,
)
from functions.orders.placed.timeline.views import actor_view
from functions.orders.placed.views import order_detail, order_line
from functions.orders.store.order_page import OrderPage
from functions.shared.http.validation import MoneyModel

REVIEW = "orders.review"


def admin_order_view(page: OrderPage, *, risk: bool = False) -> AdminOrderOut:
    """`risk`: for whom may review orders."""
    order, pieces = page.order, pieces_of(page.holding)
    lines = [
        AdminOrderLineOut(
            title=line.title,
            options=line.options,
            option_texts={name: OptionTextOut(**vars(text)) for name, text in line.option_texts.items()},
            category_id=line.category_id,
            price_override=override_view(order, line.line_id),
            **order_line(line, pieces[line.line_id], order.currency),
        )
        for line in order.lines
    ]
    shown = order_detail(page, ()) | _private(order)
    shown |= {"allocation": _allocation(page), "reviews": [_review(one, risk=risk) for one in reversed(page.reviews)]}
    shown["risk"] = [_risk(one) for one in page.payments if one.score is not None] if risk else None
    shown["compensations"] = [_compensation(one) for one in page.compensations]
    shown["tags"] = tags_in(page.record.tags)
    return AdminOrderOut(channel=order.channel, language=order.language, cart_id=order.cart_id, hooks=order.hooks, lines=lines, **shown)


def _risk(one: OrderPayment) -> PaymentRiskOut:
    return PaymentRiskOut(payment_id=one.payment_id, score=one.score or 0, reasons=one.score_reasons, verdict=one.verdict or None)


def _compensation(one: OrderCompensation) -> CompensationOut:
    kept = {name: getattr(one, name) for name in ("id", "kind", "reason", "given_at", "given_by")}
    return CompensationOut(amount=MoneyModel.shown(one.amount, one.currency), **kept)


def _allocation(page: OrderPage) -> OrderAllocation | None:
    if not page.plans:
        return None
    newest = page.plans[-1]
    decided = next((plan for plan in reversed(page.plans) if plan.parcels), newest)
    waiting = [WaitingPieces(line_id=one.line_id, quantity=one.quantity, reason=one.reason) for one in newest.waiting]
    warehouses = sorted({one.warehouse_id for one in page.shipments if one.counts and one.warehouse_id})
    return OrderAllocation(reason=decided.reason, warehouses=warehouses, waiting=waiting)


def _private(order: Order) -> dict[str, Any]:
    return {"private_metadata": order.private_metadata, "custom_fields": order.fields | order.private_fields}


def _causes(causes: Sequence[Cause], *, risk: bool) -> list[ReviewCauseOut]:
    """Which signs spoke against a buyer is for whom may review orders: others are told that some did."""
    shown = [ReviewCauseOut(code=one.code, reason=one.reason) for one in causes if risk or not one.code.startswith(RISK)]
    hidden = not risk and any(one.code.startswith(RISK) for one in causes)
    return [*shown, *([ReviewCauseOut(code=RISK.rstrip(":"), reason="")] if hidden else [])]


def _review(one: Review, *, risk: bool) -> ReviewOut:
    return ReviewOut(
        held_at=one.held_at,
        held_by=actor_view(one.held_by, True),
        causes=_causes(one.causes, risk=risk),
        reason=one.reason,
        decision=one.decision,
        decided_at=one.decided_at or None,
        decided_by=actor_view(one.decided_by, True) if one.decided_by else None,
        note=one.note,
        decide_by=one.decide_by or None,
        at_deadline=one.at_deadline or None,
    )


def override_view(order: Order, line_id: str) -> PriceOverrideOut | None:
    one = order.overrides.get(line_id)
    return PriceOverrideOut(was=MoneyModel.shown(one.was, order.currency), reason=one.reason, by=one.by.id, at=one.at) if one else None
