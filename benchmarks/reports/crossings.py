"""A month of a shop with 10 million events (420,000 lines of orders): days counted, and a page of each report read from them.

python -m benchmarks.reports.crossings [--days 30] [--orders 7000]

Seconds are of the processor, so that a busy machine says the same. Files are read from this machine's disk, as a warm function reads those
it has; what S3 takes for days that it has not, the one Query for their names and JSON are not in it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from functions.reports.model.asked import Span, span_of
from functions.reports.model.cells import Cell, cells_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.reports.model.periods import Grain
from functions.reports.sales import read_page
from functions.reports.store.cells import Counted
from functions.reports.store.cells_base import SECTIONED, parquet_of
from functions.shared.plain import times

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
CROSSED = (
    (), ("channel", "category"), ("product", "country"), ("country", "product"), ("sku", "method"), ("category", "product"),
    ("coupon", "customer"), ("brand", "campaign"), ("brand", "category"),
)  # fmt: skip
_WORST_P50 = 0.05
_TIMES, _PAGE = 9, 100


def _facts(day: int, orders: int, chance: random.Random) -> Iterator[tuple[Fact, Dims]]:
    for number in range(orders):
        at = times.iso(BEGIN + timedelta(days=day, seconds=chance.randrange(86_400)))
        pieces = []
        for line in range(2):
            product, price = chance.randrange(20_000), chance.randrange(100, 100_000)
            sums = {"orders": int(line == 0), "units": 1, "subtotal": price, "revenue": price, "tax_included": price * 13 // 113}
            pieces.append(Piece(sums, f"line_{line}", f"prod_{product}", f"SKU-{product}", f"cat_{product % 200}", f"brd_{product % 50}"))
        pieces.append(Piece({"shipping": 500, "revenue": 500}))
        dims = Dims(chance.choice(("web", "app")), chance.choice(("CN", "DE", "US")), chance.choice(("new", "returning", "guest")))
        yield Fact(f"evt_{day}_{number}", FactKind.SALE, at, f"ord_{day}_{number}", "CNY", "Asia/Shanghai", pieces), dims


def _cells(day: int, orders: int, chance: random.Random) -> Iterator[Cell]:
    for fact, dims in _facts(day, orders, chance):
        yield from cells_of(fact, dims, "stripe")


def _files(folder: Path, span: Span, days: Sequence[Counted]) -> list[Path]:
    first, last = span.utc_days()
    return [folder / one.key for one in days if first <= one.day <= last]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--orders", type=int, default=7_000)
    given, chance = parser.parse_args(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as use:
        files, took = [], []
        for day in range(given.days):
            started = time.process_time()
            data = parquet_of(_cells(day, given.orders, chance))
            took.append(time.process_time() - started)
            files.append(Path(folder) / f"{day}{SECTIONED}")
            files[-1].write_bytes(data)
        size = sum(path.stat().st_size for path in files)
        print(f"a day of {given.orders} orders counted: {statistics.median(took):.2f} s CPU; {size / len(files) / 1000:.0f} kB a day")
        days = [Counted((BEGIN + timedelta(days=day)).date().isoformat(), files[day].name, 1, []) for day in range(given.days)]
        use.enter_context(patch.object(read_page, "days_for", lambda _: days))
        use.enter_context(patch.object(read_page, "files_for", partial(_files, Path(folder))))
        last, worst = BEGIN + timedelta(days=given.days - 1), 0.0
        for grain in (Grain.MONTH, Grain.DAY):
            span = span_of(f"{BEGIN.date()}", f"{last.date()}", grain, asked_zone=None, store_zone="Asia/Shanghai")
            for keys in CROSSED:
                spent, lines = [], 0
                for _ in range(_TIMES):
                    started = time.process_time()
                    page = read_page.read_page(
                        span, [Dimension(key) for key in keys], currency=None, currency_without="CNY", compare=None, after=None, limit=_PAGE
                    )
                    spent.append(time.process_time() - started)
                    lines = len(page.lines)
                worst = max(worst, statistics.median(spent))
                print(f"{' x '.join(keys) or 'totals'} by {grain}: p50 {statistics.median(spent) * 1000:.0f} ms, {lines} lines read")
        print(f"worst p50 {worst * 1000:.0f} ms; wanted below {_WORST_P50 * 1000:.0f} ms")


if __name__ == "__main__":
    main()
