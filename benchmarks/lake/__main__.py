"""M02: an hour of 14,000 events, a day of 333,000, and reports over 30 days of 333,000, each in a process of its own.

Seconds are of the processor (one thread, as in the function), so that a busy machine says the same; of reports
without the engine of the tables, to which they make a few requests.
`landed and counted` is the statements and files alone; `run` is the schedule's, with a bucket and a table of moto in the same process:
what answering took them is told apart (`outside.py`), their memory counts along. Of 30 days the counted days are made, as large as days of
that size are at most: what a report reads does not grow with the events behind it. `month` shows it: all ten million events are made by
SQL and counted (some 90 s of a processor).
AWS_ENDPOINT_URL_DYNAMODB: another engine for the table (benchmarks/engine.py).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.lake.outside import moto_apart

MADE_AT = datetime(2026, 3, 10, 4, 30, tzinfo=UTC)
HOUR, DAY, DAYS = 14_000, 333_000, 30
HOUR_LIMIT, DAY_LIMIT, MEMORY_LIMIT, REPORT_LIMIT = 1.0, 3.0, 256.0, 0.05
_MIX = (("product.viewed", 62), ("search.made", 18), ("cart.added", 12), ("checkout.started", 4), ("page.viewed", 4))
STEPS = ("hour", "day", "reports", "month")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", choices=STEPS)
    step = parser.parse_args().step
    if step:
        print(globals()[f"_{step}"]())
        return
    failed = [one for one in STEPS if subprocess.run([sys.executable, "-m", "benchmarks.lake", "--step", one], check=False).returncode]
    sys.exit(f"lake: {', '.join(failed)}" if failed else 0)


def _events(many: int, start: datetime, seconds: int) -> Iterator[Any]:
    from functions.reports.model.lake_row import BEHAVIOUR, Row
    from functions.shared.plain import times

    chance = Random(many)
    kinds = chance.choices([kind for kind, _ in _MIX], [share for _, share in _MIX], k=many)
    for number, kind in enumerate(kinds):
        person = chance.randrange(many // 5 + 1)
        more: dict[str, Any] = {"product_id": f"prod_{chance.randrange(100_000):06}"} if kind.startswith(("product", "cart")) else {}
        if kind == "search.made":
            more = {"query": f"word {chance.randrange(5000)}", "results": chance.randrange(3)}
        at = times.iso(start + timedelta(seconds=chance.randrange(seconds)))
        who: dict[str, Any] = {"visitor": f"a{person}", "session": f"s{person}", "channel": chance.choice(["web", "app"])}
        yield Row(BEHAVIOUR, f"e{number:08}", kind, at, at, f"bat_{number // 500}", number % 500, **who, **more)


@contextmanager
def _world() -> Iterator[None]:
    from benchmarks.engine import tables
    from functions.shared.outside import clock
    from tests.support.buckets import data_bucket
    from tests.support.identity import served_environment

    with served_environment(), tables(), data_bucket(), clock.frozen(MADE_AT):
        yield


def _hour() -> str:
    from functions.reports.lake.behaviour import Origin
    from functions.reports.model.counted import COUNTED, KEPT
    from functions.reports.model.sql import FIRST_OF_EACH
    from functions.reports.store.duck import opened
    from functions.shared.plain import times

    rows = list(_events(HOUR, MADE_AT.replace(minute=0), 1800))
    with opened() as lake:
        started = time.process_time()
        lake.show([], rows)
        data = lake.parquet(FIRST_OF_EACH)
        landed = time.process_time() - started
        lake.show([data], day="2026-03-10")
        for sql in (*COUNTED.values(), *KEPT.values()):
            lake.parquet(sql)
        counted, memory = time.process_time() - started, _memory()
    with _world():
        from functions.reports.events.take_in import spool
        from functions.reports.rollups.run import run_lake

        for batch in range(0, HOUR, 500):
            some = rows[batch : batch + 500]
            spool("2026-03-10T04", Origin(times.iso(MADE_AT), some[0].batch, "", bot=False, named=True), some, some)
        _week_of_ids()
        with moto_apart() as moto:
            started = time.process_time()
            run_lake()
            whole = time.process_time() - started
    alone = f"landed {landed:.2f} s, landed and counted {counted:.2f} s, {memory:.0f} MB"
    line = f"hour of {HOUR:,}: {alone}; run {whole - moto():.2f} s and {moto():.2f} s of moto, {_memory():.0f} MB with it"
    assert counted < HOUR_LIMIT, line
    assert whole - moto() < HOUR_LIMIT, line
    assert memory <= MEMORY_LIMIT, line
    return line


def _week_of_ids() -> None:
    """Of seven full days: what an hour's events are looked for in."""
    from functions.reports.store.duck import opened
    from functions.reports.store.lake_files import ids_key, put_file

    hour = "'2026-03-0' || CAST(3 + (range % 7) AS VARCHAR) || 'T' || lpad(CAST(range % 24 AS VARCHAR), 2, '0')"
    with opened() as lake:
        for day in range(3, 10):
            numbers = f"CAST(hash(range, {day}) >> 1 AS BIGINT)"
            made = f"SELECT {numbers} AS number, {hour} AS hour FROM range({DAY}) ORDER BY number"
            put_file(ids_key(f"2026-03-{day:02}"), lake.parquet(made))


def _day() -> str:
    from functions.reports.model.counted import COUNTED, KEPT
    from functions.reports.model.sql import FIRST_OF_EACH
    from functions.reports.store.duck import opened

    day, files = MADE_AT.replace(hour=0, minute=0), []
    with opened() as lake:
        for hour in range(24):
            lake.show([], list(_events(DAY // 24, day + timedelta(hours=hour), 3600)))
            files.append(lake.parquet(FIRST_OF_EACH))
    before, took = _memory(), dict[str, float]()
    with opened() as lake:
        started = time.process_time()
        lake.show(files, day="2026-03-10")
        for name, sql in {**COUNTED, **KEPT}.items():
            began = time.process_time()
            lake.parquet(sql)
            took[name] = time.process_time() - began
        counted = time.process_time() - started
    each = ", ".join(f"{name} {seconds:.2f}" for name, seconds in took.items())
    line = f"day of {DAY:,}: count {counted:.2f} s ({each}), {_memory():.0f} MB at most ({before:.0f} before)"
    assert counted < DAY_LIMIT, line
    return line


def _reports() -> str:
    with _world():
        _fill()
        return _read(f"{DAYS} days of {DAY:,} events (counted days of full size)")


def _month() -> str:
    """All ten million are there and counted."""
    from benchmarks.lake.month import count_month
    from functions.reports.store.live import note_through

    with _world():
        took, size = count_month(MADE_AT.date(), DAYS, DAY)
        note_through("2026-03-10T04")
        counted = f"{DAYS * DAY:,} events over {DAYS} days, a day counted in {statistics.median(took):.2f} s, {size / 1e6:.1f} MB a day"
        return _read(f"{counted}, {_memory():.0f} MB at most")


def _read(what: str) -> str:
    from functions.reports.app import app
    from tests.support.http import Client
    from tests.support.identity import bearer

    client, figures = Client(app, bearer("analyst")), []
    for name in ("funnel", "search_words", "product_health", "activity", "cohorts", "process_times", "live"):

        def ask(name: str = name) -> None:
            answer = client.get(f"/v1/admin/reports/{name}" + ("" if name == "live" else "?from=2026-02-09&to=2026-03-10"))
            assert answer.status == 200, answer.text

        figures.append((name, *_p50(ask)))
    line = f"{what}, p50: " + ", ".join(f"{name} {seconds * 1000:.1f} ms + {requests} requests" for name, seconds, requests in figures)
    assert max(seconds for _, seconds, _ in figures) < REPORT_LIMIT, line
    return line


def _fill() -> None:
    from functions.reports.store.lake_items import CountedDay, put_counted
    from functions.reports.store.live import note_through

    chance = Random(1)
    counts = ("views", "clicks", "carts", "orders", "sold", "cancelled", "returned")
    for back in range(DAYS):
        day = str(date(2026, 3, 10) - timedelta(days=back))
        products = sorted(chance.sample(range(3000), 200))
        rows: dict[str, list[dict[str, Any]]] = {
            "funnel": [{"channel": one, "page_views": 99, "visitors": 9, "viewed": 9, "carted": 5, "checked_out": 3, "paid": 1}
                       for one in ("app", "mini_program", "store", "web")],
            "search_words": [{"query": f"word number {chance.randrange(900)}", "searches": 9, "in_vain": 3} for _ in range(200)],
            "products": [{"product_id": f"prod_01JD5Z6N7W8X9Y0Z1A2B3{one:05}" if one else "", **{n: chance.randrange(999) for n in counts}}
                         for one in (0, *products)],
            "hours": [{"hour": f"{day}T{hour:02}", "currency": one, "orders": 3, "paid": 2, "revenue": 99_00, "visitors": 0 if one else 7}
                      for hour in range(24) for one in ("", "CNY", "EUR")],
            "activity": [{"of_day": 1, "of_week": 2, "of_month": 3}],
            "cohorts": [{"cohort": f"2025-{a:02}", "month": f"2025-{b:02}", "visitors": 9, "ordered": 1} for a in range(1, 13)
                        for b in range(a, 13)],
            "process_times": [{"state": one, "orders": 9, "median": 9, "percentile_95": 99} for one in "abcd"],
        }  # fmt: skip
        for report, some in rows.items():
            put_counted(report, CountedDay(day, some))
    note_through("2026-03-10T04")


def _p50(ask: Callable[[], None]) -> tuple[float, int]:
    """Seconds of the processor without those of the tables' engine, and how many requests went to it."""
    from moto.core.botocore_stubber import BotocoreStubber

    answer, spent = BotocoreStubber.__call__, list[float]()

    def timed(self: Any, *args: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return answer(self, *args, **named)
        finally:
            spent.append(time.process_time() - began)

    took, requests = list[float](), 0
    setattr(BotocoreStubber, "__call__", timed)  # noqa: B010 — mypy refuses the plain form
    for _ in range(21):
        spent.clear()
        started = time.process_time()
        ask()
        took.append(time.process_time() - started - sum(spent))
        requests = len(spent)
    setattr(BotocoreStubber, "__call__", answer)  # noqa: B010
    return statistics.median(took), requests


def _memory() -> float:
    """The most this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
