"""Copies of the whole process, one for each death that is tried."""

from __future__ import annotations

import json
import os
import random
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from proofs.crash import paths
from proofs.crash.apart import forked, leave
from proofs.crash.invariants import Summary, differences, summary, violations
from proofs.shop import faults
from proofs.shop.edge import Call, Outside
from proofs.shop.world import World

WAYS: dict[str, Callable[[Outside, Call], Any]] = {
    "dies before": faults.before,
    "dies after": faults.after,
    "answer lost": faults.lost,
    "asked twice": faults.twice,
}
DISORDER = "delivered twice and out of order"
_AT_ONCE = 2


@dataclass(frozen=True)
class Death:
    """At which call of a journey somebody dies, and how. `kind`: what it has in common with deaths elsewhere (`paths.py`)."""

    call: int
    function: str
    way: str
    kind: str


@dataclass
class Scouted:
    """A journey on which nobody dies: what its end comes to, how long it takes, and which deaths there could be."""

    own: Summary
    wrong: list[str]
    seconds: float
    calls: int
    places: list[str]
    deaths: list[Death]


def scouted(world: World, journey: Callable[[World], Any]) -> dict[str, Any]:
    """In a copy: the fields of `Scouted`."""
    begun, calls, places, deaths = time.process_time(), 0, set[str](), list[Death]()

    def around(of: Outside, call: Call) -> Any:
        nonlocal calls
        calls += 1
        places.add(f"{of.function} {of.operation}")
        process = world.edge.running.get()
        deaths.extend(possible(calls, of, paths.place(process, of)))
        return paths.gone(process, of, call)

    world.edge.around = around
    journey(world)
    world.edge.around = None
    seconds = time.process_time() - begun
    told = [[one.call, one.function, one.way, one.kind] for one in deaths]
    found = {"own": summary(world), "wrong": violations(world, ""), "seconds": seconds, "calls": calls}
    return found | {"places": sorted(places), "deaths": told}


def possible(number: int, of: Outside, place: str) -> list[Death]:
    return [Death(number, of.function, way, f"{way} at {place}") for way in WAYS if faults.can(of, way == "asked twice")]


def sample(deaths: Sequence[Death], most: int, chance: random.Random) -> set[Death]:
    """So many deaths: of each function one before any has a second one."""
    by_function: dict[str, list[Death]] = {}
    for death in deaths:
        by_function.setdefault(death.function, []).append(death)
    lines = [chance.sample(several, len(several)) for several in by_function.values()]
    chance.shuffle(lines)
    rounds = [death for one in zip_longest(*lines) for death in one if death]
    return set(rounds[:most])


@dataclass
class Copies:
    """`own`: the end that each copy has to come to. `dies`: the name under which a death is tried, or nothing. `told`: hears what is wrong
    with each copy that has ended, by that name."""

    world: World
    journey: str
    own: Summary
    dies: Callable[[Death], str | None]
    told: Callable[[str, list[str]], None]
    calls: int = 0
    me: str = ""
    _running: dict[int, tuple[str, str, Path]] = field(default_factory=dict)
    _place: Path = field(default_factory=lambda: Path(mkdtemp(prefix="proofs")))
    _made: int = 0

    def play(self, journey: Callable[[World], Any], disorders: Sequence[str] = ()) -> list[str]:
        """In the original: to the end, and until every copy has ended. A copy never comes back from here. `disorders`: names of copies to
        whom streams and queues deliver as they may."""
        self.world.edge.around = self._around
        for name in disorders:
            if self._copied(name, name):
                faults.disordered(self.world.table, random.Random(name))
                break
        try:
            journey(self.world)
            own = summary(self.world)
        except BaseException:
            if not self.me:
                raise
            self._leave([f"never got to its end: {traceback.format_exc(limit=-4)[-900:]}"])
        self.world.edge.around = None
        found = [*violations(self.world, self.me), *differences(self.own, own, self.me)]
        if self.me:
            self._leave(found)
        while self._running:
            self._reap()
        self._place.rmdir()
        return found

    def _around(self, of: Outside, call: Call) -> Any:
        if self.me:
            return call()
        self.calls += 1
        process = self.world.edge.running.get()
        for death in possible(self.calls, of, paths.place(process, of)):
            if name := self.dies(death):
                me = f"{self.journey}, call {self.calls}, {of.function} {of.operation} {of.what}, {death.way}"
                if death.way == "dies before" and process.path:
                    # The same moment as after the call before this one.
                    me += f" and after {process.path[-1].split()[0]}"
                if self._copied(name, me):
                    return WAYS[death.way](of, call)
        return paths.gone(process, of, call)

    def _copied(self, name: str, me: str) -> bool:
        """Whether this is the copy."""
        while len(self._running) >= _AT_ONCE:
            self._reap()
        self._made += 1
        report = self._place / f"{self._made}"
        pid = forked()
        if pid == 0:
            self.me, self._report = me, report
            return True
        self._running[pid] = name, me, report
        return False

    def _leave(self, wrong: list[str]) -> None:
        self._report.write_text(json.dumps(wrong))
        leave()

    def _reap(self) -> None:
        pid, status = os.wait()
        if pid not in self._running:
            return
        name, me, report = self._running.pop(pid)
        broke_off = status or not report.exists()
        wrong = [f"the copy ended with {status} and without a report"] if broke_off else json.loads(report.read_text())
        report.unlink(missing_ok=True)
        self.told(name, [f"{me}: {one}" for one in wrong])
