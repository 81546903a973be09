"""Forecasts of 14 days from five days of a seeded year, each made without what came after, against what came.

    python -m benchmarks.forecast [--seed 7] [--orders 50000] [--goods 120]

Fails unless the error (Σ|miss| / Σ sold, per variant and day) is below that of "as on that weekday a week before", and 80 % intervals
hold 75 to 85 % of what came, of variants' days and of hours. Days on which a good was not to be had say nothing of its demand and are left
out of what is compared; nothing tells the forecast of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from benchmarks.forecast.past import past_of
from functions.reports.model.forecast.bands import class_of
from functions.reports.model.forecast.forecast import Forecast, Past, forecast
from functions.reports.model.forecast.series import HORIZON
from infra.history.year import Good, Year, made_goods

_ORIGINS = (351, 330, 309, 270, 218)
_CLASSES = ("under 0.5 a day", "0.5 to 2", "2 to 8", "8 and more")


class Score:
    def __init__(self) -> None:
        self.miss = self.naive = self.mean = self.sold = 0.0
        self.held: dict[int, list[bool]] = defaultdict(list)
        self.hours: list[bool] = []
        self.totals: list[bool] = []

    def add(self, made: Forecast, past: Past, origin: int, goods: Sequence[Good]) -> None:
        by_name = {one.variant_id: one for one in goods}
        for one in made.variants:
            units = past.units[one.variant_id]
            open_days = [h for h in range(HORIZON) if by_name[one.variant_id].sold_on(origin + h)]
            for h in open_days:
                low, expected, high = one.days[h]
                came, week_ago = units[origin + h] or 0, units[origin + h % 7 - 7] or 0
                usual = sum(v or 0 for v in units[origin - 28 : origin]) / 28
                self.miss += abs(expected - came)
                self.naive += abs(week_ago - came)
                self.mean += abs(usual - came)
                self.sold += came
                if one.basis != "none":
                    self.held[class_of(expected)].append(low <= came <= high)
            if one.basis == "own" and len(open_days) == HORIZON:
                came_in_all = sum(v or 0 for v in units[origin : origin + HORIZON])
                self.totals.append(one.total[0] <= came_in_all <= one.total[2])
        for h, hours in enumerate(made.hours):
            self.hours += [low <= count <= high for (low, _, high), count in zip(hours, past.hours[origin + h] or (), strict=True)]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--orders", type=int, default=50_000)
    asked.add_argument("--goods", type=int, default=120)
    given = asked.parse_args()
    year = Year(given.seed, date(2025, 1, 1), 365, given.orders, made_goods(given.seed, given.goods, 365))
    past, score, took = past_of(year), Score(), 0.0
    for origin in _ORIGINS:
        begun = time.process_time()
        made = forecast(past.until(origin))
        took += time.process_time() - begun
        score.add(made, past, origin, year.goods)
    error, naive, usual = score.miss / score.sold, score.naive / score.sold, score.mean / score.sold
    held = [one for some in score.held.values() for one in some]
    print(f"forecast: {given.orders} orders, {given.goods} variants, {len(_ORIGINS)} held-out fortnights, seed {given.seed}")
    print(f"  error per variant and day: {error:.3f}; same weekday last week {naive:.3f}; mean of 28 days {usual:.3f}")
    for number, some in sorted(score.held.items()):
        print(f"  80 % intervals of variants' days, {_CLASSES[number]}: {_share(some):.1%} of {len(some)}")
    print(f"  all variants' days: {_share(held):.1%} of {len(held)}")
    print(f"  fortnights of a variant: {_share(score.totals):.1%} of {len(score.totals)}")
    print(f"  hours of orders: {_share(score.hours):.1%} of {len(score.hours)}")
    print(f"  {took / len(_ORIGINS) * 1000 / given.goods:.2f} s of CPU per 1,000 variants")
    good = {
        "better than last week": error < naive,
        "variants' days 75 to 85 %": 0.75 <= _share(held) <= 0.85,
        "hours 75 to 85 %": 0.75 <= _share(score.hours) <= 0.85,
    }
    for text, holds in good.items():
        print(f"  {'ok  ' if holds else 'FAIL'} {text}")
    return 0 if all(good.values()) else 1


def _share(some: Sequence[bool]) -> float:
    return sum(some) / max(1, len(some))


if __name__ == "__main__":
    sys.exit(main())
