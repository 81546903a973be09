"""A bill of 10,000 lines with 20 planted faults against the ledger: what is found, and how long it takes.

python -m benchmarks.reconciliation [--lines 10000] [--each 5]
"""

from __future__ import annotations

import argparse
import sys
import time

from functions.payments.reconciliation import extra, match, missing
from tests.support.bills import a_day, with_faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=5, help="faults of each of the four kinds")
    options = parser.parse_args()
    lines, entries = a_day(options.lines)
    broken, planted = with_faults(lines, options.each)
    started = time.process_time()
    result = match(broken, entries)
    seconds = time.process_time() - started
    every = [*result.differences, *map(missing, result.alone), *map(extra, result.unbooked)]
    found = {(one.kind.value, one.provider_ref) for one in every}
    exact = found == planted and len(every) == len(planted)
    verdict = "exactly those planted" if exact else f"{len(found - planted)} wrong, {len(planted - found)} not found"
    print(f"{len(broken)} lines, {len(planted)} faults of 4 kinds: {len(every)} found, {verdict}; {seconds:.2f} s CPU")
    return int(not exact)


if __name__ == "__main__":
    sys.exit(main())
