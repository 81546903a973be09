"""What advertisements cost, and what they brought. Pure. Amounts are minor units; currencies never mix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from functions.reports.model.attribution import Touch
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Spend:
    """Of one day at one keyword of one campaign; `keyword` is empty where a source has none."""

    day: str
    source: str
    campaign: str
    keyword: str
    currency: str
    cost: int
    clicks: int = 0
    impressions: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """A campaign may be billed in several currencies; each has a row of its own."""
        return self.day, self.source, self.campaign, self.keyword, self.currency


@dataclass(frozen=True)
class Brought:
    """Of one day: orders that are owed to a touch (to nobody: all of it empty)."""

    source: str
    campaign: str
    keyword: str
    currency: str
    orders: int
    revenue: int


class By(StrEnum):
    SOURCE = "source"
    CAMPAIGN = "campaign"
    KEYWORD = "keyword"


@dataclass(frozen=True)
class Result:
    """`touch` without what is not asked by; None for orders that are owed to no advertisement."""

    touch: Touch | None
    currency: str
    cost: int = 0
    clicks: int = 0
    impressions: int = 0
    orders: int = 0
    revenue: int = 0


def results(spent: Iterable[Spend], brought: Iterable[Brought], by: By) -> list[Result]:
    """By what it cost, dearest first, then by what it brought; what is nobody's comes last."""
    rows: dict[tuple[Touch | None, str], Result] = {}
    for one in spent:
        known = _row(rows, _cut(Touch(one.source, one.campaign, one.keyword), by), one.currency)
        rows[known.touch, one.currency] = replace(
            known, cost=known.cost + one.cost, clicks=known.clicks + one.clicks, impressions=known.impressions + one.impressions
        )
    for some in brought:
        touch = _cut(Touch(some.source, some.campaign, some.keyword), by) if some.source else None
        known = _row(rows, touch, some.currency)
        rows[touch, some.currency] = replace(known, orders=known.orders + some.orders, revenue=known.revenue + some.revenue)
    return sorted(rows.values(), key=_order)


def _row(rows: dict[tuple[Touch | None, str], Result], touch: Touch | None, currency: str) -> Result:
    return rows.get((touch, currency), Result(touch, currency))


def _cut(touch: Touch, by: By) -> Touch:
    if by is By.KEYWORD:
        return touch
    return Touch(touch.source, touch.campaign if by is By.CAMPAIGN else "")


def _order(row: Result) -> tuple[bool, str, int, int, str]:
    return row.touch is None, row.currency, -row.cost, -row.revenue, row.touch.text if row.touch else ""
