"""Random orders as checkout prices them, paid back in every subset of their pieces, in random parts, and mixed with what staff give.

python -m benchmarks.refund_subsets [--orders 10000] [--seed 1]

Prices: promotions and coupons, delivery rates, taxes inside or on top, five currencies, up to three payments. Wishes: those of cases and
withdrawals. Refunds, ledger entries, states of payments and told taxes are those of payments and orders. Compared to the minor unit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from benchmarks.refund_subsets.proof import run


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    started = time.process_time()
    seen = run(asked.orders, asked.seed)
    print(f"{asked.orders} orders (seed {asked.seed}): " + ", ".join(f"{count} {name}" for name, count in seen.items() if name != "orders"))
    print(f"each is paid back to the minor unit, and never more ({time.process_time() - started:.1f} s CPU)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
