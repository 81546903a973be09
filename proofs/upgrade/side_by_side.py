"""Whoever comes is served by one of the two releases, as while a deployment is under way: every request, message and schedule by chance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from infra.functions.model import Function
from proofs.claim import ROOT
from proofs.shop.table import Door
from proofs.shop.world import World
from proofs.upgrade.releases import Failed, Release, Worker, before
from tests.support.http import Answer

OLD, NEW = "old", "new"
Key = tuple[str, str, str]


@dataclass
class Pair:
    """`serve`: which releases serve now. `upgraded`: items that this release wrote with more than the one before had written."""

    world: World
    workers: dict[str, Worker]
    serve: tuple[str, ...] = (OLD,)
    phase: str = ""
    failed: list[str] = field(default_factory=list)
    by_phase: Counter[tuple[str, str]] = field(default_factory=Counter)
    written_by: dict[Key, str] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)
    upgraded: set[Key] = field(default_factory=set)
    went_back: set[Key] = field(default_factory=set)

    def now(self, phase: str, *serve: str) -> None:
        self.phase, self.serve = phase, serve

    def one_of(self, knows: Callable[[Worker], bool]) -> Worker | None:
        """None where nobody who serves has it: a function or path that is new is not there yet."""
        able = [name for name in self.serve if knows(self.workers[name])]
        if not able:
            return None
        chosen = self.world.chance.choice(able)
        self.by_phase[self.phase, chosen] += 1
        return self.workers[chosen]

    def answered(self, method: str, url: str, body: Any, headers: dict[str, str]) -> Answer:
        _, resource, _ = self.world.door()._route(url.partition("?")[0])
        worker = self.one_of(lambda one: (method, resource) in one.served)
        if worker is None:
            return Answer(404, {}, "{}")
        answer = self.asked(worker, method, url, body, headers)
        if answer.status >= 500:
            self.failed.append(f"{self.phase}, {worker.release.version}: {method} {resource} answered {answer.status} {answer.text[:200]}")
        return answer

    def asked(self, worker: Worker, method: str, url: str, body: Any, headers: dict[str, str]) -> Answer:
        try:
            return worker.call(method, url, body, headers)
        except Failed as failed:
            return Answer(500, {}, str(failed))

    def handler(self, row: Function) -> Callable[[dict[str, Any], Any], Any]:
        worker = self.one_of(lambda one: row.name in one.handlers)

        def run(event: dict[str, Any], _: Any) -> Any:
            if worker is None:
                return {}
            try:
                return worker.run(row.name, event)
            except Failed as failed:
                self.failed.append(f"{self.phase}, {row.name}: {failed}"[-600:])
                raise

        return run

    def wrote(self, worker: Worker, change: tuple[str, str, Any, Any, Any]) -> None:
        table, _, key, old, new = change
        place = (table, key["pk"]["S"], key["sk"]["S"])
        by = OLD if worker is self.workers[OLD] else NEW
        if old and new and self.written_by.get(place, by) != by:
            if by == OLD:
                self.went_back.add(place)
            else:
                self.touched.add(place)
                if _fields(new) - _fields(old):
                    self.upgraded.add(place)
        self.written_by[place] = by


@contextmanager
def side_by_side(world: World) -> Iterator[Pair]:
    workers = {OLD: Worker(before(), world), NEW: Worker(Release("this", ROOT), world)}
    pair = Pair(world, workers)
    for worker in workers.values():
        worker.wrote = pair.wrote
    world.table.answered, world.table.handler = pair.answered, pair.handler
    try:
        yield pair
    finally:
        world.table.answered = None
        for worker in workers.values():
            worker.end()


def reads(pair: Pair, door: Door, url: str) -> tuple[Answer, Answer]:
    """The same question to both, asked beside what is counted."""
    old, new = (pair.asked(pair.workers[name], "GET", url, None, dict(door.headers)) for name in (OLD, NEW))
    return old, new


def lost(old: Any, new: Any, at: str = "") -> Iterator[str]:
    """What the release before told and this one does not."""
    if isinstance(old, dict):
        if not isinstance(new, dict):
            yield f"{at} is {type(new).__name__}"
            return
        for name, value in old.items():
            if name == "next_cursor" and (value is None) == (new.get(name) is None):
                continue  # opaque: whether it is taken is another question
            if name in new:
                yield from lost(value, new[name], f"{at}.{name}")
            else:
                yield f"{at}.{name} is missing"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from lost(one, other, f"{at}[{place}]")
    elif old != new:
        yield f"{at} was {str(old)[:80]!r}, is {str(new)[:80]!r}"


def _fields(item: dict[str, Any]) -> set[str]:
    """Names of attributes, and of fields of the body."""
    text = item.get("body", {}).get("S", "")
    body = json.loads(text) if text.startswith("{") else {}
    return {*item, *(f"body.{name}" for name in body)}
