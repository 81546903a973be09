"""What a report pack says of a period, beside the one before it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from functions.shared.plain.deferred import dataclass

Rows = list[dict[str, Any]]


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Span:
    """Days of the store, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> Span:
        """As many days, right before it."""
        long = self.last - self.first + timedelta(days=1)
        return Span(self.first - long, self.last - long)


def last_span(period: Period, today: date) -> Span:
    """The last one that is over: yesterday, the week that ended on the last Sunday, or the month before."""
    if period is Period.DAY:
        return Span(today - timedelta(days=1), today - timedelta(days=1))
    if period is Period.WEEK:
        sunday = today - timedelta(days=today.isoweekday())
        return Span(sunday - timedelta(days=6), sunday)
    last = today.replace(day=1) - timedelta(days=1)
    return Span(last.replace(day=1), last)


@dataclass(frozen=True)
class Day:
    """`revenue`: of orders by the day they were paid, `refunded`: money that went back that day, in minor units by currency. `visitors`:
    browsers of that day."""

    day: date
    paid: int
    visitors: int
    revenue: Mapping[str, int]
    refunded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Product:
    title: str
    views: int
    carts: int
    sold: int
    returned: int


@dataclass(frozen=True)
class Pack:
    """`funnel`: sessions that came to each step; `currency`: of most orders, that of the charts; `before`: days of the period before."""

    span: Span
    timezone: str
    currency: str
    days: list[Day]
    before: list[Day]
    funnel: Mapping[str, int]
    words: Rows
    products: list[Product]

    def total(self, name: str, *, before: bool = False) -> int:
        return sum(getattr(one, name) for one in (self.before if before else self.days))

    def revenue(self, currency: str, *, before: bool = False) -> int:
        return sum(one.revenue.get(currency, 0) for one in (self.before if before else self.days))

    def net(self, currency: str, *, before: bool = False) -> int:
        """Less what was paid back in the period, of whichever orders."""
        back = sum(one.refunded.get(currency, 0) for one in (self.before if before else self.days))
        return self.revenue(currency, before=before) - back

    @property
    def currencies(self) -> list[str]:
        """That of the charts first."""
        found = {currency for one in self.days for currency in one.revenue} | {self.currency}
        return sorted(found, key=lambda currency: (currency != self.currency, currency))


def day_of(day: str, rows: Rows) -> Day:
    """Of rows as `HOURS` of model/counted.py gives them."""
    revenue, refunded = Counter[str](), Counter[str]()
    for row in rows:
        if row["currency"]:
            revenue[row["currency"]] += row["revenue"]
            # Days that were counted before refunds were do not have them.
            refunded[row["currency"]] += row.get("refunded", 0)
    return Day(date.fromisoformat(day), sum(row["paid"] for row in rows), sum(row["visitors"] for row in rows), revenue, refunded)


def change(now: int, before: int) -> float | None:
    """In percent; None where there was nothing before."""
    return None if before == 0 else (now - before) / before * 100
