"""Clients of all kinds at a served shop: for long; while the shop is killed; while its AWS is; and while its AWS has a bad day."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proofs.claim import KEPT, Asked, Verdict, fingerprint
from proofs.load.client import LATE
from proofs.load.crowd import Crowd
from proofs.load.held import Found, books, settled
from proofs.load.memory import Memory
from proofs.load.served import Stage
from proofs.load.told import Told

_BEGUN_AGAIN = {"emulator killed": 0, "a bad day": 50}
"""Before the clients come, so that the goods are saved and were made by calls that do not fail; of how many calls one fails then."""
_SAVED_EARLIER = 30.0
"""Seconds by which a snapshot may be older than its file: it is copied first and written then."""

_STILL = 240.0
"""Seconds in which nobody gets on with anything: what has not come by then does not come."""


def prove(asked: Asked) -> Verdict:
    folder = KEPT / f"load-{asked.depth}-{asked.seed}-{fingerprint('load')}"
    done = asked.each(list(_PARTS), lambda name: _part(name, asked, folder))
    shutil.rmtree(folder, ignore_errors=True)
    clients, seconds = _extent(asked)
    said = f"{clients} clients, {seconds} s each: " + "; ".join(f"{name}: {one['said']}" for name, one in done.items())
    wrong = [f"{name}: {violation}" for name, one in done.items() for violation in one["wrong"]]
    rows = [f"| {name} | {' | '.join(one['row'])} |" for name, one in done.items()]
    return Verdict(said, wrong, [*_TABLE, *rows])


_TABLE = [
    "MB: averages of the first and the second half, of the shop's own process; of a worker of functions; of the emulator, with its data.",
    "",
    "| Part | calls | answers | placed, paid, cancelled, delivered, given back | longest call, s | MB | what survived |",
    "|---|---|---|---|---|---|---|",
]


def _extent(asked: Asked) -> tuple[int, int]:
    return asked.choose(small=4, quick=8, full=64), asked.choose(small=10, quick=45, full=600)


def _part(name: str, asked: Asked, folder: Path) -> dict[str, Any]:
    clients, seconds = _extent(asked)
    stage = Stage(folder)
    crowd = Crowd(stage.begin(), f"{asked.seed} {name}", clients)
    before = books(stage, Told())
    if name in _BEGUN_AGAIN:
        stage.stop()
        stage.faults = _BEGUN_AGAIN[name]
        crowd.shop = stage.begin()
    memory = Memory(stage)
    told, survived, wrong = crowd.told, "", list[str]()
    try:
        with crowd.at_work(), memory.watched():
            survived = _PARTS[name](stage, told, seconds)
        found = settled(stage, told, before, forgets=bool(told.killed))
    finally:
        stage.stop()
    wrong += [*told.wrong, *found.wrong, *(memory.wrong() if name == "mixed" else [])]
    lost, more = _lost(told, found)
    wrong += more
    return {"said": _said(told, survived + lost), "wrong": wrong, "row": _row(told, memory, survived + lost)}


def _mixed(_stage: Stage, told: Told, seconds: int) -> str:
    _goes_on(told, seconds)
    return ""


def _goes_on(told: Told, seconds: float) -> None:
    """So long; on a slow machine longer, until another one has been given its money back."""
    before = told.done["given back"]
    _until(told, seconds, lambda: told.done["given back"] > before)


def _until(told: Told, seconds: float, enough: Callable[[], bool]) -> None:
    """At least so long, and then until it is enough: as long as anybody gets on with anything."""
    time.sleep(seconds)
    seen, since = told.done.total(), time.monotonic()
    while not enough() and time.monotonic() - since < _STILL:
        time.sleep(1)
        if (now := told.done.total()) != seen:
            seen, since = now, time.monotonic()


def _shop_killed(stage: Stage, told: Told, seconds: int) -> str:
    _until(told, seconds / 2, lambda: told.done["delivered"] > 0)
    known, began = len(told.placed), time.monotonic()
    stage.kill_the_shop()
    stage.begin()
    away = time.monotonic() - began
    _goes_on(told, seconds / 2)
    return f"all {known} orders told before kill -9 of the shop, which was back in {away:.0f} s with all its data"


def _emulator_killed(stage: Stage, told: Told, seconds: int) -> str:
    """Its data are saved each minute, so there is something to come back to."""
    _until(told, max(seconds / 2, 75), lambda: told.done["delivered"] > 0)
    known, began = len(told.placed), time.monotonic()
    told.killed = time.time()
    told.saved = stage.kill_the_emulator()
    stage.begin()
    told.forget()
    away = time.monotonic() - began
    _goes_on(told, seconds / 2)
    age = told.killed - told.saved
    return f"of {known} orders told before kill -9 of the emulator, whose data were {age:.0f} s old, and which was back in {away:.0f} s, "


def _bad_day(stage: Stage, told: Told, seconds: int) -> str:
    before = stage.failed()
    _goes_on(told, seconds)
    failed = stage.failed() - before
    if not failed:
        told.complain("no call to AWS failed, so nothing is said")
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in failed.items())
    return f"all of it, while {failed.total():,} calls of functions to AWS failed ({kinds})"


_PARTS: dict[str, Callable[[Stage, Told, int], str]] = {
    "mixed": _mixed,
    "shop killed": _shop_killed,
    "emulator killed": _emulator_killed,
    "a bad day": _bad_day,
}
"""What happens meanwhile; and what survived, in words."""


def _lost(told: Told, found: Found) -> tuple[str, list[str]]:
    """What is not there although it was told: nothing, but where data were lost, of what came since they were saved."""
    if not told.killed:
        return "", [f"{one} was told and is not there" for one in found.missing]
    at = {one.id: one.at for one in told.placed.values()}
    known = [one for one in at.values() if one <= told.killed]
    excused = [one for one in found.missing if told.saved - _SAVED_EARLIER <= at[one] <= told.killed]
    wrong = [f"{one} told at {at[one] - told.killed:+.0f} s, is not there" for one in found.missing if one not in excused]
    oldest = max((told.killed - at[one] for one in excused), default=0)
    return f"{len(known) - len(excused)} survived; the oldest lost had been told {oldest:.0f} s before", wrong


def _said(told: Told, survived: str) -> str:
    calls = sum(told.answers.values())
    orders = f"{calls:,} calls, {len(told.placed)} orders placed, {told.done['given back']} given back"
    if late := told.answers[LATE]:
        orders += f" ({late} calls had no answer within a minute, while a process had less than a tenth of a core)"
    return f"{orders}{'; ' if survived else ''}{survived}"


def _row(told: Told, memory: Memory, survived: str) -> list[str]:
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(told.answers.items()))
    done = ", ".join(str(told.done[name]) for name in ("placed", "paid", "cancelled", "delivered", "given back"))
    return [f"{sum(told.answers.values()):,}", answers, done, f"{told.longest:.1f}", memory.said(), survived or "all"]
