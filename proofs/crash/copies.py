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
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

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
_AT_ONCE = 2


@dataclass
class Copies:
    """`share`: of a thousand, how many of the deaths are tried; all of one place in the code are not more than one while it is small."""

    world: World
    journey: str
    share: int
    chance: random.Random
    calls: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    me: str = ""
    _running: dict[int, str] = field(default_factory=dict)
    _place: Path = field(default_factory=lambda: Path(mkdtemp(prefix="proofs")))
    _reports: list[Path] = field(default_factory=list)

    def play(self, journey: Callable[[World], Any]) -> None:
        """In the original: to the end, then the copies' ends are compared with its own. A copy never comes back from here."""
        self.world.edge.around = self._around
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
        for path in self._reports:
            told = json.loads(path.read_text())
            self.wrong += [f"{told['me']}: {one}" for one in [*told["wrong"], *differences(own, told["own"], told["me"])]]
        for path in self._reports:
            path.unlink()
        self._place.rmdir()

    def _around(self, of: Outside, call: Call) -> Any:
        if self.me:
            return call()
        self.calls += 1
        self.places.add(f"{of.function} {of.operation}")
        for way, fault in WAYS.items():
            if not faults.can(of, way == "asked twice") or self.chance.randrange(1000) >= self.share:
                continue
            self.tried[way] += 1
            while len(self._running) >= _AT_ONCE:
                self._reap()
            report = self._place / f"{self.calls}-{self.tried.total()}"
            me = f"{self.journey}, call {self.calls}, {of.function} {of.operation} {of.what}, {way}"
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                self.me, self._report = me, report
                return fault(of, call)
            self._running[pid] = me
            self._reports.append(report)
        return call()

    def _leave(self, wrong: list[str], own: Summary) -> None:
        self._report.write_text(json.dumps({"me": self.me, "wrong": wrong, "own": own}))
        os._exit(0)

    def _reap(self) -> None:
        pid, status = os.wait()
        me = self._running.pop(pid, "")
        if status:
            self.wrong.append(f"{me}: the copy ended with {status}")
            self._reports = [one for one in self._reports if one.exists()]
