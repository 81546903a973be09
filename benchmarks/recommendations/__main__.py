"""Is the list that is made for somebody worth more than the best sellers?

    python -m benchmarks.recommendations [--seed 7] [--orders 50000] [--goods 400]

The synthetic year, as it is (what is bought is the same for all: nothing can be learned) and with buyers who have a taste, on eleven days.
Fails unless the hit rate@10 of `for_you` is at least that of the best sellers, over all days of each.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from benchmarks.recommendations.compare import compare
from benchmarks.recommendations.rows import FIRST, bought, year_of

_DAYS = range(100, 351, 25)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--goods", type=int, default=400)
    given = parser.parse_args()
    year, worse = year_of(given.seed, given.orders, given.goods), False
    for taste in (False, True):
        orders = list(bought(year, taste=taste))
        rates = [compare(orders, FIRST + timedelta(days=day)) for day in _DAYS]
        people = sum(one.people for one in rates)
        own, best = (sum(getattr(one, name) * one.people for one in rates) / people for name in ("for_you", "best_sellers"))
        name, night = "with taste" if taste else "as it is", max(one.seconds for one in rates)
        print(f"{name:<10} people {people:>6}  for you {own:.4f}  best sellers {best:.4f}  a night {night:.1f} s")
        worse = worse or own < best
    return int(worse)


if __name__ == "__main__":
    sys.exit(main())
