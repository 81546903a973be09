"""Adding up facts, exactly. Pure: rows from facts, periods from rows.

Rows stand on quarter hours of UTC, not on hours: every time zone's midnight lies on a quarter hour (India +5:30, Nepal +5:45), so
a day of any zone is an exact sum of rows. Sums are integers per currency; currencies never mix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.reports.model.facts import Fact, FactKind, FactLine
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

SLOT = timedelta(minutes=15)


class Dimension(StrEnum):
    NONE = "none"
    PRODUCT = "product"
    CATEGORY = "category"
    CHANNEL = "channel"
    COUPON = "coupon"


class Grain(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Figures:
    """By product or category the amounts are those of the lines: shipping and tax belong to orders and are 0 there.

    `orders` counts the orders with at least one such line, so it adds up over time but not over products. By coupon all amounts are those
    of the orders that used it, but for `discount`: what it took off. An order with two coupons counts at both, one with none at none.
    """

    orders: int = 0
    units: int = 0
    subtotal: int = 0
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    revenue: int = 0
    cancelled_orders: int = 0
    cancelled: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True)
class Row:
    """`slot` is the start of a quarter hour (UTC); `key` the product, category, channel or coupon, empty for none."""

    slot: str
    key: str
    currency: str
    figures: Figures


@dataclass(frozen=True)
class Part:
    """What one rollup item holds."""

    rows: list[Row]


@dataclass(frozen=True)
class PeriodRow:
    period: str
    start: str
    key: str
    currency: str
    figures: Figures


def slot_of(moment: datetime) -> datetime:
    """The start of the quarter hour of UTC that `moment` lies in."""
    utc = moment.astimezone(UTC)
    return utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)


def rows_of(facts: Iterable[Fact], dimension: Dimension) -> list[Row]:
    """The facts added up per quarter hour, key and currency; the order of the facts does not matter."""
    sums: dict[tuple[str, str, str], Figures] = {}
    for fact in facts:
        slot = times.iso(slot_of(times.parse(fact.at)))
        for key, figures in _contributions(fact, dimension):
            place = slot, key, fact.currency
            sums[place] = sums.get(place, Figures()) + figures
    return [Row(*place, figures) for place, figures in sorted(sums.items(), key=lambda item: item[0])]


def _contributions(fact: Fact, dimension: Dimension) -> Iterator[tuple[str, Figures]]:
    if dimension in (Dimension.NONE, Dimension.CHANNEL):
        yield (fact.channel if dimension is Dimension.CHANNEL else ""), _of_order(fact)
        return
    if dimension is Dimension.COUPON:
        for coupon_id, amount in fact.coupons.items():
            yield coupon_id, _of_order(fact, amount)
        return
    by_key: dict[str, list[FactLine]] = {}
    for line in fact.lines:
        by_key.setdefault(line.product_id if dimension is Dimension.PRODUCT else line.category_id or "", []).append(line)
    for key, lines in by_key.items():
        yield key, _of_lines(fact.kind, lines)


def _of_order(fact: Fact, discount: int | None = None) -> Figures:
    if fact.kind is FactKind.CANCELLATION:
        return Figures(cancelled_orders=1, cancelled=fact.total)
    units = sum(line.quantity for line in fact.lines)
    orders = 0 if fact.kind is FactKind.AMENDMENT else 1
    return Figures(orders, units, fact.subtotal, fact.discount if discount is None else discount, fact.shipping, fact.tax, fact.total)


def _of_lines(kind: FactKind, lines: Iterable[FactLine]) -> Figures:
    figures = Figures()
    for line in lines:
        if kind is FactKind.CANCELLATION:
            figures += Figures(cancelled=line.total)
        else:
            figures += Figures(units=line.quantity, subtotal=line.subtotal, discount=line.discount, revenue=line.total)
    if kind is FactKind.AMENDMENT:
        return figures
    return figures + (Figures(cancelled_orders=1) if kind is FactKind.CANCELLATION else Figures(orders=1))


def by_period(rows: Iterable[Row], grain: Grain, zone: ZoneInfo) -> list[PeriodRow]:
    """Rows added up per period of the zone's own calendar, oldest first. Periods in which nothing happened are left out."""
    sums: dict[tuple[datetime, str, str], Figures] = {}
    for row in rows:
        place = period_start(times.parse(row.slot), grain, zone).astimezone(UTC), row.key, row.currency
        sums[place] = sums.get(place, Figures()) + row.figures
    return [
        PeriodRow(label(start.astimezone(zone), grain), times.iso(start), key, currency, figures)
        for (start, key, currency), figures in sorted(sums.items(), key=lambda item: item[0])
    ]


def period_start(moment: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """The local start of the period. The repeated hour of an autumn night is two hours: their offsets tell them apart."""
    local = moment.astimezone(zone)
    if grain is Grain.HOUR:
        return local.replace(minute=0, second=0, microsecond=0)
    day = local.date()
    if grain is Grain.WEEK:
        day -= timedelta(days=day.weekday())
    if grain is Grain.MONTH:
        day = day.replace(day=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def label(start: datetime, grain: Grain) -> str:
    """``2025-03-30T02:00+02:00``, ``2025-03-30``, ``2025-W13`` (ISO 8601 weeks), ``2025-03``."""
    if grain is Grain.HOUR:
        return start.isoformat(timespec="minutes")
    if grain is Grain.WEEK:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    return start.strftime("%Y-%m" if grain is Grain.MONTH else "%Y-%m-%d")


def totals(rows: Iterable[Row]) -> dict[str, Figures]:
    """Per currency."""
    sums: dict[str, Figures] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, Figures()) + row.figures
    return dict(sorted(sums.items()))
