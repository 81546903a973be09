"""Writes the year, as a function of the shop would: with its variables and rights, in a process of its own (`shop seed-history` starts it).

python -m infra.history --seed 1 --days 365 --orders 50000 --goods goods.json [--beside]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from functions.shared.outside import clock
from functions.shared.outside.last_calls import be_patient
from infra.cli.screen import console, errors, progress
from infra.history.afterwards import sales_by_day
from infra.history.checks import wrong
from infra.history.write_year import a_year, count_year, write_year
from infra.history.year import Good, Year
from infra.local.trouble import Trouble

_PATIENCE = 120
"""Seconds that an answer may take: others work on this machine, too."""


def main() -> int:
    be_patient(_PATIENCE)
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, required=True)
    asked.add_argument("--days", type=int, required=True)
    asked.add_argument("--orders", type=int, required=True)
    asked.add_argument("--goods", type=Path, required=True)
    asked.add_argument("--beside", action="store_true")
    given = asked.parse_args()
    goods = [Good(**one) for one in json.loads(given.goods.read_text(encoding="utf-8"))]
    year = a_year(given.seed, given.days, given.orders, goods, clock.now().date())
    try:
        return _invent(year, beside=given.beside)
    except Trouble as trouble:
        errors.print(str(trouble), style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        errors.print("Stopped. The same command goes on from here.", style="yellow")
        return 130


def _invent(year: Year, *, beside: bool) -> int:
    """How many were written is told of this run: one that goes on wrote less."""
    begun = time.monotonic()
    with progress("orders of the past", console) as tick:
        written = write_year(year, beside=beside, tick=tick)
    with progress("days of sales counted", console) as tick:
        sales_by_day(tick)
    with progress("days of the lake counted", console) as tick:
        count_year(year, tick=tick)
    took = time.monotonic() - begun
    made = f"{written.orders} orders, {written.people} customers and {written.visits} visits from {year.first} on"
    console.print(f"{made} written now: {written.items} items, {written.facts} facts of sales in {took:.0f} s.")
    faults = wrong(year.first)
    for fault in faults[:20]:
        errors.print(fault, style="red", markup=False)
    console.print("It does not hold together." if faults else "The ledger adds up to 0, orders and stock agree with what happened to them.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
