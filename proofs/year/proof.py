"""Shops of some thousand orders a year each, every one of them twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from proofs.claim import Asked, Verdict
from proofs.year.calendar import SCHEDULES
from proofs.year.days import lived

_PART = 2_500
"""Orders of one shop. An order takes some hours of its clock, one after the other, so a day has no room for more than a dozen."""
_BEGINS = {"small": "2026-03-27T04:00:00+00:00", "quick": "2026-10-24T04:00:00+00:00", "full": "2026-03-10T04:00:00+00:00"}
"""Clocks are changed on 29 March and 25 October 2026 and on 28 March 2027; orders of 2026 are emptied on 1 March 2027."""


def prove(asked: Asked) -> Verdict:
    orders, days = asked.choose(small=2, quick=30, full=20_000), asked.choose(small=3, quick=158, full=400)
    begin, share = _BEGINS[asked.depth], min(_PART, orders)
    shops = [asked.seed + number for number in range(-(-orders // _PART))]
    parts = [f"{seed} {time}" for seed in shops for time in ("once", "again")]

    def live(name: str) -> dict[str, Any]:
        return lived(int(name.split()[0]), begin, days, share)

    if asked.depth == "small":
        done = asked.each(parts, live)
    else:
        os.environ["PYTHONHASHSEED"] = "0"
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            done = asked.each(parts, _side_by_side(lambda name: pool.submit(lived, int(name.split()[0]), begin, days, share)))
    wrong = [f"seed {name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    for seed in shops:
        once, again = done[f"{seed} once"]["hash"], done[f"{seed} again"]["hash"]
        wrong += [] if once == again else [f"seed {seed} ended as {once[:12]}, and again as {again[:12]}"]
    firsts = [done[f"{seed} once"] for seed in shops]
    if asked.depth != "small":
        unmet = [name for name in ("clocks", "emptied", "invoices", "closed") if not all(one[name] for one in firsts)]
        wrong += [f"nothing is said of {name}: there were none" for name in unmet]
        wrong += [f"clocks were changed {one['clocks']} times only" for one in firsts if one["clocks"] < 2]
    did, told = (sum((Counter(one[name]) for one in firsts), Counter[str]()) for name in ("did", "told"))
    said = (
        f"{len(shops)} shops over {days} days with {firsts[0]['clocks']} changes of summer time and {orders:,} orders: "
        f"{sum(one['runs'] for one in firsts):,} runs of all {len(SCHEDULES)} schedules by the clock, {_list(did)}; told: {_list(told)}, "
        f"{sum(one['invoices'] for one in firsts):,} invoices without a gap; {sum(one['closed'] for one in firsts):,} closed days are "
        f"what a recount of the orders gives, {sum(one['emptied'] for one in firsts):,} orders were emptied when their period was over; "
        f"money, stock, points and coupons add up, no order is left open; "
        f"each shop twice with the same hash of all its rows ({', '.join(one['hash'][:12] for one in firsts[:3])})"
    )
    return Verdict(said, wrong)


def _side_by_side(begin: Callable[[str], Future[dict[str, Any]]]) -> Callable[[str], dict[str, Any]]:
    """Once and again at the same time, in a process each."""
    running = dict[str, Future[dict[str, Any]]]()

    def live(name: str) -> dict[str, Any]:
        for one in (name, name.replace("once", "again")):
            if one not in running:
                running[one] = begin(one)
        return running[name].result()

    return live


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counted.items()))
