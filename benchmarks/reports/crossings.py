"""A month of a shop with 10 million events (430,000 lines of orders): days counted, and reports read from them.

python -m benchmarks.reports.crossings [--days 30] [--orders 7000]

Seconds are of the processor, so that a busy machine says the same. Files are read from this machine's disk, as a warm function reads those
it has; what S3 takes for days that it has not is not in it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from functions.reports.model.cells import Cell, cells_of
from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.reports.model.measures import MEASURES
from functions.reports.store.cells_base import ask, parquet_of
from functions.shared.plain import times

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
CROSSED = (("channel", "category"), ("product", "country"), ("sku", "method"), ("coupon", "customer"), ("brand", "campaign"))
_WORST_P50 = 0.05
_TIMES = 9


def _facts(day: int, orders: int, chance: random.Random) -> Iterator[tuple[Fact, Dims]]:
    for number in range(orders):
        at = times.iso(BEGIN + timedelta(days=day, seconds=chance.randrange(86_400)))
        pieces = []
        for line in range(2):
            product, price = chance.randrange(20_000), chance.randrange(100, 100_000)
            sums = {"orders": int(line == 0), "units": 1, "subtotal": price, "revenue": price, "tax_included": price * 13 // 113}
            pieces.append(Piece(sums, f"line_{line}", f"prod_{product}", f"SKU-{product}", f"cat_{product % 200}", f"brd_{product % 50}"))
        dims = Dims(chance.choice(("web", "app")), chance.choice(("CN", "DE", "US")), chance.choice(("new", "returning", "guest")))
        yield Fact(f"evt_{day}_{number}", FactKind.SALE, at, f"ord_{day}_{number}", "CNY", "Asia/Shanghai", pieces), dims


def _cells(day: int, orders: int, chance: random.Random) -> Iterator[Cell]:
    for fact, dims in _facts(day, orders, chance):
        yield from cells_of(fact, dims, "stripe")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--orders", type=int, default=7_000)
    given, chance = parser.parse_args(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        files, took = [], []
        for day in range(given.days):
            started = time.process_time()
            data = parquet_of(_cells(day, given.orders, chance))
            took.append(time.process_time() - started)
            files.append(Path(folder) / f"{day}.parquet")
            files[-1].write_bytes(data)
        size = sum(path.stat().st_size for path in files)
        print(f"a day of {given.orders} orders counted: {statistics.median(took):.2f} s CPU; {size / len(files) / 1000:.0f} kB a day")
        sums, worst = ", ".join(f'CAST(sum("{name}") AS BIGINT)' for name in MEASURES), 0.0
        labels = {(BEGIN + timedelta(days=day)).date().isoformat(): "2026-11" for day in range(-1, given.days + 1)}
        for keys in CROSSED:
            names = ", ".join(f'"{key}"' for key in keys)
            sql = (
                f"SELECT label, currency, {names}, count(DISTINCT CASE WHEN kind = 'sale' THEN order_id END), {sums} FROM cells "
                f'JOIN labels ON labels.name = cells."day" GROUP BY label, currency, {names}'
            )
            spent, rows = [], 0
            for _ in range(_TIMES):
                started = time.process_time()
                rows = len(ask(sql, files, labels))
                spent.append(time.process_time() - started)
            worst = max(worst, statistics.median(spent))
            print(f"{' x '.join(keys)} by month: p50 {statistics.median(spent) * 1000:.0f} ms, {rows} rows")
        print(f"worst p50 {worst * 1000:.0f} ms; wanted below {_WORST_P50 * 1000:.0f} ms")


if __name__ == "__main__":
    main()
