"""Many processes at once, one step at a time: whoever calls the outside hands over, and chance says who goes on.

Between two calls a process meets nobody, so this is every way in which they can meet; and the same seed is the same race again.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(eq=False)
class Actor:
    """A thread that runs while it has the baton. `until`: it waits for that."""

    work: Callable[[], None]
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    thread: threading.Thread | None = None
    until: Callable[[], bool] | None = None
    failed: BaseException | None = None
    ended: bool = False


class Baton:
    def __init__(self, chance: random.Random, in_flight: int) -> None:
        self._chance, self._in_flight = chance, in_flight
        self._coming, self._live = deque[Actor](), list[Actor]()
        self._back, self._own = threading.Semaphore(0), threading.local()
        self.steps = 0

    def add(self, work: Callable[[], None], *, now: bool = False) -> Actor:
        """`now`: it does not stand in line behind those who come."""
        actor = Actor(work)
        if now:
            self._start(actor)
        else:
            self._coming.append(actor)
        return actor

    def hand_over(self) -> None:
        """Called by whoever runs; nothing for a thread that has no part in this."""
        if (actor := getattr(self._own, "actor", None)) is not None:
            self._back.release()
            actor.go.acquire()

    def wait(self, until: Callable[[], bool]) -> None:
        """Whoever calls this goes on when that is so, or when nobody else can go on any more."""
        actor: Actor = self._own.actor
        actor.until = until
        self.hand_over()

    def run(self) -> list[BaseException]:
        """To the end of all; what they failed with."""
        failed = []
        while self._live or self._coming:
            while self._coming and sum(one.until is None for one in self._live) < self._in_flight:
                self._start(self._coming.popleft())
            actor = self._next()
            actor.until = None
            self.steps += 1
            actor.go.release()
            self._back.acquire()
            if actor.ended:
                self._live.remove(actor)
                failed += [actor.failed] if actor.failed else []
        return failed

    def _next(self) -> Actor:
        ready = [one for one in self._live if one.until is None]
        if self.steps % 8 == 0 or not ready:
            ready += [one for one in self._live if one.until is not None and one.until()]
        return self._chance.choice(ready or self._live)

    def _start(self, actor: Actor) -> None:
        actor.thread = threading.Thread(target=self._run, args=(actor,), daemon=True)
        self._live.append(actor)
        actor.thread.start()

    def _run(self, actor: Actor) -> None:
        self._own.actor = actor
        actor.go.acquire()
        try:
            actor.work()
        except BaseException as error:
            actor.failed = error
        actor.ended = True
        self._back.release()
