"""Are the tests of money, stock, promotions and repeated calls good enough to notice when the code is broken?

    python -m benchmarks.mutants [--only named | MODULE] [--minutes N]

First the named mutants, then those of cosmic-ray, module by module (modules.py). Prints what no test noticed; docs/mutants.md tells which
of those mean the same as the original. A module that was stopped goes on where it was; the next run tries its survivors again.
Ends with 1 when a named mutant survives or its text has moved.
"""

from __future__ import annotations

import argparse
import sys
import time

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
            _module(name, ends - time.monotonic())
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


def _module(name: str, seconds: float) -> None:
    if seconds <= 0:
        print(f"{name}: not tried, the time is up")
        return
    told = run_module(name, seconds)
    print(f"{name}: {told.tried} tried, {told.tried - len(told.diffs)} caught, {len(told.diffs)} survived, {told.open} not tried yet")
    for diff in told.diffs:
        print("\n".join(line for line in diff.splitlines() if line.startswith(("@@", "-", "+")) and not line.startswith(("---", "+++"))))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
