"""`shop seed-history` in this process: a year of made-up goods, written, checked, counted. AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py.

python -m benchmarks.reports.seed_year --days 365 --orders 5000 [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.history.year import Year

NOW = datetime(2026, 3, 10, 4, 30, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    from benchmarks.engine import tables
    from functions.shared.outside import clock
    from tests.support.buckets import data_bucket
    from tests.support.identity import served_environment

    with served_environment(), tables() as engine, data_bucket(), clock.frozen(NOW):
        _look_ups()
        from infra.history.afterwards import sales_by_day
        from infra.history.checks import wrong
        from infra.history.write_year import a_year, count_year, write_year
        from infra.history.year import made_goods

        year = a_year(1, asked.days, asked.orders, made_goods(1, 120, asked.days), NOW.date())
        written = _timed(f"{engine}: written", lambda: write_year(year, beside=False, tick=_progress()), profile=asked.profile)
        print(written)
        _timed("sales counted", lambda: sales_by_day(_progress()), profile=asked.profile)
        _timed("days counted", lambda: count_year(year, tick=_progress()), profile=asked.profile)
        faults = _timed("checked", lambda: wrong(year.first), profile=False)
        assert not faults, faults[:5]
        _read(year)


def _read(year: Year) -> None:
    """What reports say of the year's last weeks."""
    from functions.reports.app import app
    from tests.support.http import Client
    from tests.support.identity import bearer

    last = year.first + timedelta(days=year.days - 1)
    weeks = f"from={last - timedelta(days=90)}&to={last}"
    for path in (f"couriers?{weeks}&by=service", f"turnover?{weeks}&limit=5", "findings?state=closed", "findings?state=open", "forecast"):
        answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{path}")
        print(f"{path}: {answer.status} {answer.text[:1500]}")


def _progress() -> Callable[[int, int], None]:
    """Tells now and then how far it is: the whole takes half an hour on a busy machine."""
    began, used, told = time.monotonic(), time.process_time(), [0]

    def tick(done: int, of: int) -> None:
        if done * 20 // of > told[0]:
            told[0] = done * 20 // of
            print(f"  {done} of {of}: {time.monotonic() - began:.0f} s, {time.process_time() - used:.0f} s of CPU", flush=True)

    return tick


def _look_ups() -> None:
    """What customers are found by is made with a key."""
    import boto3

    from functions.shared.plain.settings import settings

    boto3.client("secretsmanager").create_secret(Name="privacy", SecretString='{"look_ups": "of a benchmark"}')
    os.environ["SECRET_PRIVACY"] = "privacy"
    settings.cache_clear()


def _timed(name: str, work: Callable[[], Any], *, profile: bool) -> Any:
    took, used, profiler = time.monotonic(), time.process_time(), cProfile.Profile()
    found = profiler.runcall(work) if profile else work()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} in {time.monotonic() - took:.1f} s, {time.process_time() - used:.1f} s of CPU, {most:.0f} MB at most")
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    return found


if __name__ == "__main__":
    main()
