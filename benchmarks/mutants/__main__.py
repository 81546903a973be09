"""Are the tests of money, stock, promotions and repeated calls good enough to notice when the code is broken?

    python -m benchmarks.mutants [--only named | MODULE] [--minutes N]

First the named mutants, then those of cosmic-ray, module by module (modules.py). Prints what no test noticed and is not listed as meaning
the same as the original (equivalents/). A module that was stopped goes on where it was; the next run tries its survivors again.
Ends with 1 when a mutant survives that is not listed, or when the text of a named one has moved.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.mutants.equivalents import reason
from benchmarks.mutants.modules import MODULES
from benchmarks.mutants.named import NAMED
from benchmarks.mutants.sessions import run_module
from benchmarks.mutants.tree import fresh_tree
from benchmarks.mutants.try_named import Moved, check_named, survives


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.mutants")
    parser.add_argument("--only", choices=["", "named", *MODULES], default="")
    parser.add_argument("--minutes", type=float, default=30.0, help="after which no further module is begun, and the running one is left")
    asked = parser.parse_args()
    ends = time.monotonic() + asked.minutes * 60
    fresh_tree()
    alive = _named() if asked.only in ("", "named") else 0
    for name in MODULES:
        if asked.only in ("", name):
            alive += _module(name, ends - time.monotonic())
    return 1 if alive else 0


def _named() -> int:
    """How many survive."""
    try:
        check_named()
    except Moved as moved:
        sys.exit(str(moved))
    alive = 0
    for one in NAMED:
        survived = survives(one)
        alive += survived
        print(f"{'SURVIVED' if survived else 'caught  '}  {one.name}", flush=True)
    return alive


def _module(name: str, seconds: float) -> int:
    """How many survive that are not listed."""
    if seconds <= 0:
        print(f"{name}: not tried, the time is up")
        return 0
    told = run_module(name, seconds)
    missed = [diff for diff in told.diffs if reason(name, diff) is None]
    same, caught = len(told.diffs) - len(missed), told.tried - len(told.diffs)
    print(f"{name}: {told.tried} tried, {caught} caught, {same} mean the same, {len(missed)} survived, {told.open} not tried yet")
    for diff in missed:
        print("\n".join(line for line in diff.splitlines() if line.startswith(("@@", "-", "+")) and not line.startswith(("---", "+++"))))
    sys.stdout.flush()
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
