"""What is told of orders that came by a share link. The first fact that names the link begins what is known of the order; whether it counts
is judged once, when it is paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.marketing.model.commission import SharedOrder
from functions.marketing.model.share import SHARE_LINK, ShareRules, Why, in_window, touch_in
from functions.marketing.shares.book_shared import book_shared
from functions.marketing.shares.who import is_own
from functions.marketing.store.shares import find_influencer, kept_rules, live_link
from functions.shared.events.contracts.order_amendments import OrderAmended
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed, OrderDisputed
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
from functions.shared.plain import times


def note_shared(envelope: Envelope) -> None:
    match envelope.type:
        case OrderPaid.TYPE:
            _paid(envelope)
        case OrderCompleted.TYPE:
            at = envelope.occurred_at
            _noted(envelope, lambda known: replace(known, completed_at=known.completed_at or at))
        case OrderCancelled.TYPE:
            _noted(envelope, lambda known: replace(known, gone=True))
        case OrderAmended.TYPE:
            amended = data_of(envelope, OrderAmended)
            _noted(envelope, lambda known: _costs(known, amended.order, amended.amendment))
        case OrderRefunded.TYPE:
            told = data_of(envelope, OrderRefunded)
            if not told.amends:
                # What went back for delivery brought nothing, and takes nothing.
                goods = told.amount - told.shipping
                _noted(envelope, lambda known: known.refunded(told.refund_id, goods, whole=told.fully))
        case OrderRefundFailed.TYPE:
            failed = data_of(envelope, OrderRefundFailed)
            if failed.came_back:
                _noted(envelope, lambda known: known.came_back(failed.refund_id))
        case OrderDisputed.TYPE:
            opened = data_of(envelope, OrderDisputed)
            if opened.counts:
                _noted(envelope, lambda known: known.refunded(opened.dispute_id, opened.amount, whole=False))
        case OrderDisputeClosed.TYPE:
            _dispute_closed(envelope, data_of(envelope, OrderDisputeClosed))


def _paid(envelope: Envelope) -> None:
    order = data_of(envelope, OrderPaid).order
    touch = touch_in(envelope.metadata.get(SHARE_LINK, ""))
    if touch is None or order.case_id:
        return
    link, (rules, _) = live_link(touch.code), kept_rules()
    if link is None or not rules.enabled:
        return
    why = ""
    if not in_window(touch, times.parse(order.placed_at), rules.window_days):
        why = Why.OUTSIDE_WINDOW.value
    elif is_own(link.owner, order):
        why = Why.SELF_PURCHASE.value
    rate = _rate(rules, link.owner)

    def judged(known: SharedOrder) -> SharedOrder:
        known = _costs(known, order, 0)
        if known.owner:
            return known
        return replace(
            known, number=order.number, code=link.code, owner=link.owner, product_id=link.product_id, currency=order.currency,
            placed_at=order.placed_at, why=why, rate=rate,
        )  # fmt: skip

    book_shared(order.order_id, judged, begins=True)


def _rate(rules: ShareRules, owner: str) -> int:
    influencer = find_influencer(owner)
    return rules.rate_of(owner, influencer.rate if influencer else None)


def _costs(known: SharedOrder, order: OrderSummary, revision: int) -> SharedOrder:
    gross = sum(line.total for line in order.lines)
    return known.costs(gross - sum(line.tax + line.tax_included for line in order.lines), gross, revision)


def _dispute_closed(envelope: Envelope, told: OrderDisputeClosed) -> None:
    """What the payer's bank takes brings nothing from the moment it is disputed: else it could be paid out while that is open. What
    is won of it does again, also where the opening is told after it."""
    if not told.counts:
        return
    if told.outcome == "lost":
        _noted(envelope, lambda known: known.lost(told.dispute_id, told.amount))
    elif told.outcome == "won":
        _noted(envelope, lambda known: known.is_won(told.dispute_id, told.amount))


def _noted(envelope: Envelope, change: Callable[[SharedOrder], SharedOrder]) -> None:
    book_shared(envelope.subject, change, begins=SHARE_LINK in envelope.metadata)
