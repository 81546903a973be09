"""What promotions and points take off a cart, as pricing takes it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.loyalty import Use
from functions.orders.model.pricing import Discount, PricedLine, Promotions
from functions.promotions import Deal
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings

POINTS = "points"
_POINTS_TITLE = {"zh": "积分抵扣", "en": "Points"}


def discounts(deal: Deal | None, points: Use | None = None, goods: frozenset[str] | None = None) -> Promotions:
    """The deal for `pricing.price`, and points after it: a reduction like any other (ADR 127), of `goods` only where not all lines are.
    Titles are in the store's language: the order's snapshot is one, whoever reads it."""
    language = settings().default_language

    def of(_lines: Sequence[PricedLine], _fee: int) -> list[Discount]:
        used = [Discount(POINTS, localized(_POINTS_TITLE, [language]), points.amount, goods)] if points and points.amount else []
        if deal is None:
            return used
        applied = [
            Discount(
                code=entry.rule.code or entry.rule.id,
                title=entry.rule.name.get(language) or next(iter(entry.rule.name.values()), ""),
                amount=entry.amount,
                line_ids=None if entry.off_shipping else frozenset(entry.shares),
                off_shipping=entry.off_shipping,
                shares=entry.shares if entry.sets else {},
            )
            for entry in deal.outcome.applied
        ]
        return [*applied, *used]

    return of
