"""Campaigns and coupons of a range, from counted days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from functions.reports.model.asked import Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.doing.effect import Effect, Told, effects
from functions.reports.model.measures import added
from functions.reports.sales.figures import figures
from functions.shared.plain.store_time import start_of_day


def effects_of(span: Span, of: Dimension, currency: str, today: date, *, files: Sequence[Path] | None = None) -> list[Effect]:
    """`span`: by day."""
    rows = figures(span, (of, Dimension.CUSTOMER), currency, files=files)
    told = [Told(row.period, row.keys[0], row.keys[1], row.orders_with, row.sums) for row in sorted(rows, key=lambda row: row.place)]
    shop = dict[str, dict[str, int]]()
    for row in figures(_around(span), (), currency, files=files):
        shop[row.period] = added(shop.get(row.period, {}), row.sums)
    return effects(told, shop, today)


def _around(span: Span) -> Span:
    """With as many days before and after it."""
    assert span.first is not None, "asked for in whole days"
    assert span.last is not None, "asked for in whole days"
    long = span.last - span.first + timedelta(days=1)
    first, last = span.first - long, span.last + long
    start, end = start_of_day(first, span.zone), start_of_day(last + timedelta(days=1), span.zone)
    return replace(span, first=first, last=last, start=start, end=end)
