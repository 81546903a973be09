"""1,000 buyers, 64 at once, for 100 units, with cancels, timeouts, repeated calls and a bad wire: seed after seed.

python -m benchmarks.checkout_race [--seeds 20] [--buyers 1000] [--units 100] [--in-flight 64]
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.engine import tables


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seeds", 20), ("first", 1), ("buyers", 1000), ("units", 100), ("in-flight", 64)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    bad = 0
    for seed in range(options.first, options.first + options.seeds):
        with tables() as engine:
            # Imported here: clients made before the engine stands would not find it.
            from functions.orders.store import rules_store
            from tests.support.race import race

            rules_store.forget()
            result = race(seed, buyers=options.buyers, units=options.units, in_flight=options.in_flight)
        violations = result.violations(options.units)
        bad += bool(violations)
        orders = ", ".join(f"{count} {status}" for status, count in sorted(result.statuses.items()))
        faults = ", ".join(f"{count} × {fault}" for fault, count in sorted(result.faults.items()))
        verdict = "; ".join(violations) or f"exactly {result.sold} sold, nothing reserved, ledger = counters"
        print(f"seed {seed:3} on {engine}: {verdict} ({orders}; injected {faults}; {result.seconds:.1f} s)", flush=True)
    print(f"{options.seeds - bad} of {options.seeds} seeds without a violation")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
