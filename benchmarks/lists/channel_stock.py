"""What lists of a channel that sells from some warehouses cost besides: DynamoDB requests, rows and milliseconds of the first reader of a
minute in a process, and of those after it.

python -m benchmarks.lists.channel_stock [--variants 10000]. AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py.
"""

from __future__ import annotations

import argparse
import time

import benchmarks.engine
from benchmarks.lists.counted import counted
from benchmarks.lists.shelves import fill_shelves

_WAREHOUSE = "wh_kiosk"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=10_000)
    given = parser.parse_args()
    with benchmarks.engine.tables() as engine:
        from functions.stock import states_in

        fill_shelves(_WAREHOUSE, given.variants)
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
