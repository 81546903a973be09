"""A saved rule as a part of the shop that can be searched."""

from __future__ import annotations

from datetime import timedelta

from functions.catalog.model.collections.collection import Rule
from functions.catalog.search import Filters, Within
from functions.shared.outside import clock


def within_of(rule: Rule) -> Within:
    filters = Filters(
        tuple(rule.categories), tuple(rule.brands), tuple(rule.tags), {name: tuple(values) for name, values in rule.attributes.items()},
        rule.price_min, rule.price_max, rule.in_stock,
    )  # fmt: skip
    since = None
    if rule.newest_days is not None:
        # By the minute: facets are remembered by the question.
        begin = (clock.now() - timedelta(days=rule.newest_days)).replace(second=0, microsecond=0)
        since = max(0, int(begin.timestamp() * 1000))
    return Within(filters, rule.currency, since)
