"""The figures of a pack, from counted days. None of them names a person."""

from __future__ import annotations

from collections import Counter

from functions.catalog import product_titles
from functions.reports.model.pack import Day, Pack, Product, Rows, Span, day_of
from functions.reports.rollups.figures import counted, products, words_in_vain
from functions.shared.plain.i18n import localized
from functions.shared.plain.settings import settings

MOST_WORDS, MOST_PRODUCTS = 8, 8
STEPS = ("viewed", "carted", "checked_out", "paid")


def pack_of(span: Span, language: str) -> Pack:
    """Raises Invalid (422 `reversed_range`, `range_too_long`)."""
    days, before = _days(span), _days(span.before)
    orders = Counter[str]()
    for one in (*days, *before):
        orders.update(one.revenue)
    currency = settings().default_currency
    if orders and currency not in orders:
        currency = min(orders, key=lambda name: (-orders[name], name))
    steps = [row for rows in counted("funnel", span.first, span.last).values() for row in rows]
    return Pack(
        span, settings().store_timezone, currency, days, before, {step: sum(row[step] for row in steps) for step in STEPS},
        words_in_vain(span.first, span.last)[:MOST_WORDS], _products(span, language),
    )  # fmt: skip


def _days(span: Span) -> list[Day]:
    found: dict[str, Rows] = counted("hours", span.first, span.last)
    return [day_of(day, rows) for day, rows in found.items()]


def _products(span: Span, language: str) -> list[Product]:
    found, _ = products(span.first, span.last)
    best = sorted(found, key=lambda one: (-found[one].sold, -found[one].views, one))[:MOST_PRODUCTS]
    titles = product_titles(best)
    return [
        Product(
            localized(titles.get(one, {}), [language]) or one,
            *(getattr(found[one], name) for name in ("views", "carts", "sold", "returned")),
        )
        for one in best
    ]
