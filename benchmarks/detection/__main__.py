"""Ten seeded faults in a month of a shop, and the same month without one: which are found, and what else is told.

    python -m benchmarks.detection [--seeds 3] [--orders-a-day 140]

A finding counts as right where its fault is going on, or ended within a day, and tells its kind and subject; anything else is a false
alarm. Each is told once: it is over after a day without it. Fails unless every month has all ten with at most two false alarms, and each
month without faults at most two.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks.detection.month import FAULTS, LEARNED, Fault, months
from functions.reports.model.detection.episodes import Episodes
from functions.reports.model.detection.examine import examine
from functions.reports.model.detection.pulse import Pulse


def told(pulses: Sequence[Pulse]) -> list[tuple[int, str, str]]:
    """(hour, kind, subject) of all that people are shown."""
    open_ones, found = Episodes({}), []
    for hour in range(LEARNED * 24, len(pulses)):
        open_ones, new = open_ones.after(hour, examine(pulses[max(0, hour + 1 - 800) : hour + 1]))
        found += [(hour, one.kind, one.subject) for one in new]
    return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--orders-a-day", type=int, default=140)
    given = asked.parse_args()
    good = True
    print(f"detection: {given.seeds} months with {len(FAULTS)} faults each, and as many without; {given.orders_a_day} orders a day")
    for seed in range(1, given.seeds + 1):
        begun = time.process_time()
        findings = told(months(seed, given.orders_a_day, with_faults=True))
        took = time.process_time() - begun
        seen = {fault: [at for at, kind, subject in findings if _is(fault, at, kind, subject)] for fault in FAULTS}
        false = [one for one in findings if not any(_is(fault, *one) for fault in FAULTS)]
        hits = [fault for fault in FAULTS if seen[fault]]
        quiet = told(months(seed, given.orders_a_day, with_faults=False))
        precision = (len(findings) - len(false)) / max(1, len(findings))
        late = sorted(min(seen[fault]) - fault.first for fault in hits)
        waited = f"median {late[len(late) // 2]}, most {late[-1]}" if late else "-"
        print(f"  seed {seed}: precision {precision:.2f}, recall {len(hits) / len(FAULTS):.2f}; {len(findings)} told, {len(false)} false")
        print(f"    hours until told: {waited}; {took:.1f} s of CPU")
        for fault in FAULTS:
            if not seen[fault]:
                print(f"    missed: {fault.kind} {fault.subject}")
        for text, some in (("false", false), ("false, in the month without faults", quiet)):
            for at, kind, subject in some:
                print(f"    {text}: {kind} {subject} on day {at // 24 - LEARNED}, {at % 24} h")
        print(f"    without faults: {len(quiet)} told")
        good = good and len(hits) == len(FAULTS) and len(false) <= 2 and len(quiet) <= 2
    print(f"  {'ok  ' if good else 'FAIL'} all faults found, at most 2 false alarms a month")
    return 0 if good else 1


def _is(fault: Fault, at: int, kind: str, subject: str) -> bool:
    return fault.kind == kind and fault.subject == subject and fault.covers(at)


if __name__ == "__main__":
    sys.exit(main())
