"""Whether the page lets its buyer cancel the order, and what of it they may ask to return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from functions.aftersales import RETURN_REASONS, Offer
from functions.orders.model.states import Status
from functions.orders.pages.asking.texts import ask_said
from functions.orders.store.order_page import OrderPage
from functions.orders.store.stock_lines import is_free
from functions.shared.outside import fresh
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.tracking import TrackingStatus

_BEFORE_SENDING = frozenset({Status.PAID, Status.FULFILLING})


@dataclass(frozen=True)
class ShownAsking:
    """`lines`: id, title and how many pieces may go back. `once`: names this form, so that pressed twice it asks once."""

    may_cancel: bool
    lines: Sequence[tuple[str, str, int]]
    reasons: Sequence[tuple[str, str]]
    once: str


def shown_asking(page: OrderPage, offer: Offer | None, language: str) -> ShownAsking:
    """What is in cases that are over is known where the right to withdraw was looked up; else it is refused when it is asked for."""
    sent: Counter[str] = Counter()
    for parcel in page.shipments:
        if parcel.counts and parcel.shipped_at and parcel.status is not TrackingStatus.RETURNED:
            for packed in parcel.lines:
                sent[packed.line_id] += packed.quantity
    if offer is not None:
        sent -= offer.pieces.taken()
    lines = [(line.line_id, line.called([language]), sent[line.line_id]) for line in page.order.lines if sent[line.line_id] > 0]
    reasons = [(reason, ask_said(language, reason)) for reason in RETURN_REASONS]
    return ShownAsking(_may_cancel(page), lines, reasons, fresh.new_ulid())


def _may_cancel(page: OrderPage) -> bool:
    """As the use case decides it (`placed/cancel_order.py`): where money was taken, giving it back is for staff."""
    status = Status(page.record.status)
    if status is Status.PENDING_PAYMENT:
        return True
    has_left = any(one.counts and one.shipped_at for one in page.shipments)
    return status in _BEFORE_SENDING and is_free(page.order) and not has_left
