"""Copies of the whole process (`fork`), one for each way to die at each call."""

from __future__ import annotations

import json
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Any

from proofs.crash.apart import begin_apart
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
Death = tuple[int, str]
"""The number of a call, and the way to die there."""


def possible(calls: list[list[str]]) -> list[Death]:
    """`calls`: function, operation and what of each."""
    return [(number, way) for number, call in enumerate(calls, 1) for way in WAYS if faults.can(Outside(*call), way == "asked twice")]


def sample(calls: list[list[str]], most: int, chance: random.Random) -> set[Death]:
    """So many deaths: of each function one before any has a second one."""
    by_function: dict[str, list[Death]] = {}
    for death in possible(calls):
        by_function.setdefault(calls[death[0] - 1][0], []).append(death)
    lines = [chance.sample(deaths, len(deaths)) for deaths in by_function.values()]
    chance.shuffle(lines)
    rounds = [death for one in zip_longest(*lines) for death in one if death]
    return set(rounds[:most])


@dataclass
class Copies:
    """`chosen`: the deaths that are tried; None: all. `disorders`: how many copies have streams and queues that deliver as they may."""

    world: World
    journey: str
    chosen: set[Death] | None
    chance: random.Random
    disorders: int = 0
    calls: int = 0
    could: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    me: str = ""
    _running: dict[int, tuple[str, Path]] = field(default_factory=dict)
    _place: Path = field(default_factory=lambda: Path(mkdtemp(prefix="proofs")))
    _told: list[dict[str, Any]] = field(default_factory=list)

    def play(self, journey: Callable[[World], Any]) -> None:
        """In the original: to the end, then the copies' ends are compared with its own. A copy never comes back from here."""
        self.world.edge.around = self._around
        for number in range(self.disorders):
            self.tried[DISORDER] += 1
            if self._copied(f"{self.journey}, {DISORDER} ({number + 1})"):
                faults.disordered(self.world.table, random.Random(f"{self.journey} {number}"))
                break
        try:
            journey(self.world)
            own = summary(self.world)
        except BaseException:
            if not self.me:
                raise
            self._leave([f"never got to its end: {traceback.format_exc(limit=-4)[-900:]}"], {})
        self.world.edge.around = None
        found = violations(self.world, self.me)
        if self.me:
            self._leave(found, own)
        self.wrong += [f"{self.journey}, nobody died: {one}" for one in found]
        while self._running:
            self._reap()
        for told in self._told:
            self.wrong += [f"{told['me']}: {one}" for one in [*told["wrong"], *differences(own, told["own"], told["me"])]]
        self._place.rmdir()

    def _around(self, of: Outside, call: Call) -> Any:
        if self.me:
            return call()
        self.calls += 1
        self.places.add(f"{of.function} {of.operation}")
        for way, fault in WAYS.items():
            if not faults.can(of, way == "asked twice"):
                continue
            self.could += 1
            if self.chosen is not None and (self.calls, way) not in self.chosen:
                continue
            self.tried[way] += 1
            if self._copied(f"{self.journey}, call {self.calls}, {of.function} {of.operation} {of.what}, {way}"):
                return fault(of, call)
        return call()

    def _copied(self, me: str) -> bool:
        """Whether this is the copy."""
        while len(self._running) >= _AT_ONCE:
            self._reap()
        report = self._place / f"{self.tried.total()}"
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self.me, self._report = me, report
            begin_apart()
            return True
        self._running[pid] = me, report
        return False

    def _leave(self, wrong: list[str], own: Summary) -> None:
        self._report.write_text(json.dumps({"me": self.me, "wrong": wrong, "own": own}))
        os._exit(0)

    def _reap(self) -> None:
        pid, status = os.wait()
        if pid not in self._running:
            return
        me, report = self._running.pop(pid)
        if status or not report.exists():
            self.wrong.append(f"{me}: the copy ended with {status} and without a report")
        else:
            self._told.append(json.loads(report.read_text()))
        report.unlink(missing_ok=True)


def scouted(world: World, journey: Callable[[World], Any]) -> list[list[str]]:
    """Each call of the journey, by a copy that plays it first."""
    with NamedTemporaryFile("r", suffix=".json") as told:
        pid = os.fork()
        if pid == 0:
            met: list[list[str]] = []

            def noted(of: Outside, call: Call) -> Any:
                met.append([of.function, of.operation, of.what])
                return call()

            world.edge.around = noted
            try:
                journey(world)
                Path(told.name).write_text(json.dumps(met))
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        found: list[list[str]] = json.loads(told.read() or "[]")
        return found
