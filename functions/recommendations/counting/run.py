"""Every night the last 90 days of the lake are counted anew; again, the same comes out. Whoever dies in between leaves the night before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from functions.recommendations.model.counted import Alike, Best, BestSellers, Clicks, Neighbours, Together
from functions.recommendations.model.sql import ALIKE, BASKETS, BEST, CLICKS, TASTES, TOGETHER
from functions.recommendations.store.counts import put_night
from functions.reports import lake_of
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

DAYS, BEST_DAYS, CLICK_DAYS = 90, 30, 8
"""Clicks are counted again for as long as events may come late."""
Ask = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class Night:
    neighbours: dict[str, Neighbours]
    best: BestSellers
    clicks: list[Clicks]


def count_night() -> int:
    """Of how many products something is known that goes with them."""
    now = clock.now()
    today = now.date()
    with lake_of([today - timedelta(days=back) for back in range(DAYS, -1, -1)]) as lake:
        night = counted(lake.ask, times.iso(now), today)
    put_night(night.neighbours, night.best, night.clicks, now)
    fact("recommendations.counted", products=len(night.neighbours), best_sellers=len(night.best.products))
    return len(night.neighbours)


def counted(ask: Ask, name: str, today: date) -> Night:
    """`ask`: SQL over the view `events`."""
    ask(BASKETS)
    ask(TASTES)
    together: dict[str, list[Together]] = defaultdict(list)
    for row in ask(TOGETHER):
        together[row["one"]].append(Together(row["other"], row["orders"], round(row["lift"], 4)))
    alike: dict[str, list[Alike]] = defaultdict(list)
    for row in ask(ALIKE):
        alike[row["one"]].append(Alike(row["other"], round(row["more"], 6)))
    neighbours = {one: Neighbours(name, together.get(one, []), alike.get(one, [])) for one in together.keys() | alike.keys()}
    since = {"since": (today - timedelta(days=BEST_DAYS)).isoformat()}
    best = BestSellers(name, [Best(row["product_id"], round(row["share"], 6)) for row in ask(BEST, since)])
    clicks = [Clicks(**row) for row in ask(CLICKS, {"since": (today - timedelta(days=CLICK_DAYS)).isoformat()})]
    return Night(neighbours, best, clicks)
