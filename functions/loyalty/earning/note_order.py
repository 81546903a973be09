"""What is told of an order: what it brings its buyer follows, and what it had used goes back where that is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.loyalty.earning.book_order import book_order
from functions.loyalty.levels.count_order import count_order
from functions.loyalty.model.earned import Earned
from functions.loyalty.store.programmes import kept_programme
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.contracts.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderRefunded,
    OrderRefundFailed,
    OrderSummary,
)
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain import ids


def note_paid(envelope: Envelope) -> None:
    order = data_of(envelope, OrderPaid).order
    if not _brings(order):
        return
    rate = kept_programme()[0].earning(order.currency)
    book_order(order.order_id, lambda earned: replace(_of(earned, order), rate=earned.rate or rate))
    count_order(order.order_id, lambda known: _of(known, order), paid=order.currency)


def note_completed(envelope: Envelope) -> None:
    order = data_of(envelope, OrderCompleted).order
    if _brings(order):
        book_order(order.order_id, lambda earned: replace(_of(earned, order), completed_at=earned.completed_at or envelope.occurred_at))


def note_cancelled(envelope: Envelope) -> None:
    order = data_of(envelope, OrderCancelled).order
    if _brings(order):
        _noted(order.order_id, lambda known: replace(_of(known, order), gone=True))


def note_amended(envelope: Envelope) -> None:
    told = data_of(envelope, OrderAmended)
    if _brings(told.order):
        _noted(told.order.order_id, lambda known: _of(known, told.order, told.amendment))


def note_refunded(envelope: Envelope) -> None:
    """What went back for delivery brought nothing, and takes nothing."""
    told = data_of(envelope, OrderRefunded)
    if _brings(told.order) and not told.amends:
        cards = {line.line_id for line in told.order.lines if line.gift_card}
        amount = told.amount - told.shipping - sum(line.amount for line in told.lines if line.line_id in cards)
        _noted(told.order.order_id, lambda known: _of(known, told.order).refunded(told.refund_id, amount, whole=told.fully))


def note_failed(envelope: Envelope) -> None:
    told = data_of(envelope, OrderRefundFailed)
    if told.came_back:
        _noted(told.order_id, lambda known: known.came_back(told.refund_id))


def note_dispute(envelope: Envelope) -> None:
    """What the payer's bank took for good is paid no more; what is won of it after all is, also where that is told first."""
    told = data_of(envelope, OrderDisputeClosed)
    if not told.counts:
        return
    if told.outcome == "lost":
        _noted(told.order_id, lambda known: known.refunded(told.dispute_id, told.amount, whole=False))
    elif told.outcome == "won":
        _noted(told.order_id, lambda known: known.is_won(told.dispute_id, told.amount))


def _noted(order_id: str, change: Callable[[Earned], Earned]) -> None:
    """For its buyer's points, and for what it counts for their level."""
    book_order(order_id, change)
    count_order(order_id, change)


def _brings(order: OrderSummary) -> bool:
    """Guests have no account; an order of after-sales replaces what was bought."""
    return not order.case_id and ids.is_id("cus", order.customer_id or "")


def _of(earned: Earned, order: OrderSummary, revision: int = 0) -> Earned:
    """Stored value that is bought brings nothing: what it pays for does."""
    goods = sum(line.total for line in order.lines if not line.gift_card)
    return replace(earned.costs(goods, revision), customer_id=order.customer_id or "")
