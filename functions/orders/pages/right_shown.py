"""What the order's page says of the right to withdraw: that it can be done and until when, or when that ended and why."""

from __future__ import annotations

from collections.abc import Sequence

from functions.aftersales import Offer
from functions.orders.model.withdrawal.labels import WithdrawalLabels, labels_for
from functions.orders.model.withdrawal.window import Why, Window
from functions.orders.pages.texts import day_text, said
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass

_WHY = {Why.INFORMED: "right_usual", Why.INFORMED_LATE: "right_told_late", Why.NOT_INFORMED: "right_not_told"}


@dataclass(frozen=True)
class ShownRight:
    """`labels`: of the buttons; None once it is over."""

    until: str
    labels: WithdrawalLabels | None


@dataclass(frozen=True)
class StatedLine:
    """`pieces`: so many can be withdrawn. `sealed`: whether that needs the word that it was not unsealed."""

    line_id: str
    title: str
    pieces: int
    sealed: bool
    excluded: bool


def right_of(offer: Offer | None, language: str) -> ShownRight | None:
    """None where there is no such right, or nothing is left to withdraw from."""
    if offer is None or not offer.anything_left:
        return None
    is_open = offer.window.is_open(clock.now())
    return ShownRight(until_text(offer, language), labels_for(offer.contract.country, [language]) if is_open else None)


def until_text(offer: Offer, language: str) -> str:
    """The end, and what it follows from."""
    window, days = offer.window, offer.law.days
    if window.last_day is None:
        return said(language, "right_no_end", days=days)
    return said(
        language, _named(window), day=day_text(language, window.last_day.isoformat()), why=said(language, _WHY[window.why], days=days)
    )


def stated_lines(offer: Offer, language: str) -> Sequence[StatedLine]:
    titles = {line.line_id: line.called([language]) for line in offer.contract.order.lines}
    return [
        StatedLine(one.line_id, titles[one.line_id], one.pieces, one.until_sealed, bool(one.excluded) and not one.until_sealed)
        for one in offer.free
        if one.pieces
    ]


def _named(window: Window) -> str:
    return "right_until" if window.is_open(clock.now()) else "right_over"
