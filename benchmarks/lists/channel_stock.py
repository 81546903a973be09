"""What lists of a channel that sells from some warehouses cost besides: DynamoDB requests, rows and milliseconds of the first reader of a
minute in a process, and of those after it.

python -m benchmarks.lists.channel_stock [--variants 10000]. AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import Any

import benchmarks.engine
from benchmarks.lists.counted import counted

_WAREHOUSE, _AT_ONCE = "wh_kiosk", 25


def _fill(variants: int) -> None:
    """Variants of products of two, each with pieces in the warehouse."""
    from functions.shared.outside import fresh
    from functions.shared.store.transactions import transact
    from functions.stock.model.stock import JournalLine
    from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
    from functions.stock.store.shelves import shelf_updates

    names = [(fresh.new_id("var"), fresh.new_id("prod") if not n % 2 else "") for n in range(variants)]

    def stocks() -> Iterator[Any]:
        product = ""
        for variant, begins in names:
            product = begins or product
            yield StockRecord(variant_pk(variant), STOCK_SK, kind="stock", available=5, product_id=product, version=1)

    with StockRecord.batch_write() as batch:
        for stock in stocks():
            batch.save(stock)
    for start in range(0, variants, _AT_ONCE):
        lines = [JournalLine(variant, _WAREHOUSE, 5, 0) for variant, _ in names[start : start + _AT_ONCE]]
        transact(shelf_updates(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=10_000)
    given = parser.parse_args()
    with benchmarks.engine.tables() as engine:
        from functions.stock import states_in

        _fill(given.variants)
        print(f"{given.variants} variants in one warehouse, {engine}")
        for name in ("first of the minute", "after it"):
            started = time.perf_counter()
            cpu = time.process_time()
            with counted() as read:
                found = states_in((_WAREHOUSE,))
            took, used = (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000
            asked = ", ".join(f"{count} {kind}" for kind, count in sorted(read.requests.items())) or "no request"
            print(f"{name}: {asked}; {read.rows} rows; {took:.0f} ms, CPU {used:.0f} ms; {len(found)} products")


if __name__ == "__main__":
    main()
