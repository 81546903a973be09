"""Books by function and operation, and by life."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks import prices
from infra.functions.model import Http
from proofs.shop.table import ROWS
from proofs.shop.world import World


@dataclass
class Booked:
    """`made`: calls that left the process; `arrived`: what the store counted meanwhile."""

    runs: int = 0
    made: int = 0
    arrived: int = 0
    read_units: float = 0
    write_units: float = 0
    cpu: float = 0
    usd: float = 0

    def add(self, other: Booked) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


class Books:
    def __init__(self, world: World) -> None:
        self.world = world
        self.by_function: dict[tuple[str, str], Booked] = defaultdict(Booked)
        self.by_life: dict[str, Booked] = defaultdict(Booked)
        self.life = "making ready"
        world.table.booked = self._book

    def whole(self) -> Booked:
        found = Booked()
        for one in self.by_function.values():
            found.add(one)
        return found

    def _book(self, function: str, what: str, run: Callable[[], Any]) -> Any:
        before, queued = self._counters(), self._queued()
        try:
            return run()
        finally:
            after = self._counters()
            one = Booked(1, *(int(after[n] - before[n]) for n in (0, 1)), *(after[n] - before[n] for n in (2, 3, 4)))
            one.usd = self._usd(function, one, self._queued()[0] - queued[0], self._queued()[1] - queued[1])
            self.by_function[function, what].add(one)
            self.by_life[self.life].add(one)

    def _counters(self) -> tuple[float, ...]:
        engine = self.world.engine
        made = sum(count for (_, operation), count in self.world.edge.made.items() if not operation.startswith("http:"))
        return made, sum(engine.requests.values()), engine.read_units, engine.write_units, time.process_time() - engine.seconds

    def _queued(self) -> tuple[int, int]:
        return sum(len(sent) for sent in self.world.engine.sent.values()), len(self.world.engine.told)

    @staticmethod
    def _usd(function: str, one: Booked, messages: int, events: int) -> float:
        """A message is sent, received and deleted. What a call waits for is assumed (docs/cost.md); its memory is the row's."""
        row = ROWS[function]
        call = prices.LAMBDA_REQUEST + prices.BILLED_SECONDS * row.memory / 1024 * prices.GB_SECOND_ARM
        call += prices.API_REQUEST if isinstance(row.trigger, Http) else 0
        data = one.read_units * prices.READ_UNIT + one.write_units * prices.WRITE_UNIT
        return call + data + 3 * messages * prices.SQS_REQUEST + events * prices.BUS_EVENT
