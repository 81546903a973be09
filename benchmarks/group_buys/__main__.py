"""Groups at random over the real handlers: buyers at once begin and join groups, pay, pay late, forget; staff cancel; messages come
twice, late, in any order; writes meet conflicts, answers are lost, time goes by. Every paid order must be in a full group, or be over
once.

python -m benchmarks.group_buys [--groups 1000] [--threads 16] [--seed 1]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from benchmarks.engine import tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("groups", 1000), ("threads", 16), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    from tests.integration.promotions.group_buys.group_walk import walk
    from tests.support.identity import served_environment

    outcomes, seed, started = Counter[str](), options.seed, time.perf_counter()
    while sum(outcomes[f"group {state}"] for state in ("succeeded", "failed")) < options.groups:
        # Tables of their own: what is compared at the end of a walk is read whole.
        with tables() as engine, served_environment():
            outcomes += walk(seed, 60, threads=options.threads)
        seed += 1
        ended = {state: outcomes[f"group {state}"] for state in ("succeeded", "failed")}
        print(f"  walk {seed - options.seed}: {ended} so far, {time.perf_counter() - started:.0f} s", flush=True)
    print(f"{seed - options.seed} walks, {options.threads} at once, on {engine}, {time.perf_counter() - started:.0f} s")
    for name, count in sorted(outcomes.items()):
        print(f"  {name}: {count}")


if __name__ == "__main__":
    main()
