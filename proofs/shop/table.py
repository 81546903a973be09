"""Every row of the function table, fed as AWS feeds it: by its paths, its queue, its streams and its schedule."""

from __future__ import annotations

import importlib
import json
import uuid
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from functions.platform.service.contract import entry_modules
from functions.shared.http.app import ShopApp
from functions.shared.outside import clock
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue, Schedule, Streams
from infra.parts.queues import MAX_RECEIVES
from infra.routes import Operation, assign
from proofs.shop.edge import Died, Edge, Process
from proofs.shop.engine import Engine
from proofs.shop.filters import fits, told
from tests.support.http import Answer, Client

ROWS = {function.name: function for function in FUNCTIONS}
_TRIES = 8
"""So often a batch of a stream is read of which nothing is done."""
_WAIT = timedelta(seconds=31)
"""Until a message that failed is seen again; longer than any function's time-out has to be on AWS, short for a clock turned by hand."""


@dataclass
class Message:
    """Of a queue. `due`: before that nobody sees it."""

    record: dict[str, Any]
    due: datetime
    receives: int = 0


@cache
def apps() -> tuple[ShopApp, ...]:
    return tuple(importlib.import_module(name).app for name in entry_modules())


@cache
def function_of() -> dict[tuple[str, str], str]:
    """Which function answers (method, path)."""
    found = [Operation(one.method, one.path, name) for name in entry_modules() for one in importlib.import_module(name).app.operations]
    return {(one.method, one.path): function.name for one, function in assign(found, FUNCTIONS).items()}


@dataclass
class Table:
    """`died`: called after each death, before the next process starts. `ran`: how often each function ran."""

    engine: Engine
    edge: Edge
    ran: Counter[str] = field(default_factory=Counter)
    deaths: int = 0
    dead_letters: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, deque[dict[str, Any]]] = field(default_factory=lambda: defaultdict(deque))
    booked: Callable[[str, str, Callable[[], Any]], Any] = field(default=lambda _function, _what, run: run())
    died: Callable[[], None] = field(default=lambda: None)
    handler: Callable[[Function], Any] = field(default=lambda row: handler(row))
    answered: Callable[[str, str, Any, dict[str, str]], Answer] | None = None
    """Who answers requests, if not the apps of this process."""
    shuffled: Callable[[list[Message]], list[Message]] = field(default=lambda found: found)
    mixed: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = field(default=lambda found: found)
    """In which order a stream tells its records."""
    twice: Callable[[], bool] = field(default=lambda: False)
    """Whether a batch that was done is delivered once more, of a stream or a queue."""

    def run(self, name: str, work: Callable[[], Any], what: str = "", trigger: Any = None) -> Any:
        """As a process of that function; `what`: the operation it is asked for; `trigger`: the records that started it.
        Whoever dies leaves nothing behind but what it wrote."""
        process, outer = Process(name, trigger=what or trigger), self.edge.running.get()
        self.edge.running.set(process)
        self.ran[name] += 1
        try:
            answer = self.booked(name, what, work)
            if process.dead:
                raise Died
            return answer
        except Died:
            self.deaths += 1
            self.died()
            raise
        finally:
            self.edge.running.set(outer)

    def schedule(self, name: str, tries: int = 3) -> None:
        """One run by the clock; EventBridge tries again when it fails."""
        assert isinstance(ROWS[name].trigger, Schedule)
        for left in reversed(range(tries)):
            try:
                self.run(name, lambda: self.handler(ROWS[name])({}, None))
                return
            except (Died, Exception):
                if not left:
                    raise

    def settle(self, rounds: int = 2_000) -> None:
        """Until nobody has anything new to do at this time."""
        for _ in range(rounds):
            self._take_in()
            busy = False
            for row in FUNCTIONS:
                if isinstance(row.trigger, Streams) and self.changes[row.name]:
                    busy = True
                    self._read(row, row.trigger)
                if isinstance(row.trigger, Queue) and (batch := self._due(row.trigger)):
                    busy = True
                    self._consume(row, row.trigger, batch)
            if not busy:
                return
        raise AssertionError("the shop is never at rest: " + ", ".join(f"{n}: {len(m)}" for n, m in self.messages.items() if m))

    def rest(self, later: Callable[[], None], rounds: int = 30) -> None:
        """Until nothing is to do and nothing that failed waits to be seen again; `later` lets the time go by for that."""
        for _ in range(rounds):
            self.settle()
            if not any(one.receives for waiting in self.messages.values() for one in waiting):
                return
            later()
        raise AssertionError("a message fails for ever")

    def _take_in(self) -> None:
        now = clock.now()
        while self.engine.changed:
            table, kind, key, old, new = self.engine.changed.popleft()
            images: dict[str, Any] = {"Keys": key, "SequenceNumber": self.engine.number()}
            images |= ({"OldImage": old} if old else {}) | ({"NewImage": new} if new else {})
            record = {"eventID": uuid.uuid4().hex, "eventName": kind, "eventSource": "aws:dynamodb", "dynamodb": images}
            record["eventSourceARN"] = f"arn:aws:dynamodb:us-east-1:123456789012:table/{table}/stream/2026"
            for name, patterns in readers(table):
                if any(fits(pattern, record) for pattern in patterns):
                    self.changes[name].append(record)
        for entry in self.engine.take_told():
            body = json.dumps({"detail-type": entry["DetailType"], "source": entry["Source"], "detail": json.loads(entry["Detail"])})
            for queue, events in fed().items():
                if any(told(event, entry["DetailType"]) for event in events):
                    self.messages[queue].append(Message(record_of(body), now))
        for queue, sent in self.engine.take_sent().items():
            for one in sent:
                due = now + timedelta(seconds=one.get("DelaySeconds") or 0)
                self.messages[queue].append(Message(record_of(one["MessageBody"]), due))

    def _read(self, row: Function, trigger: Streams) -> None:
        """A batch of a stream that fails is read again, from its first failed record on."""
        waiting = self.changes[row.name] = deque(self.mixed(list(self.changes[row.name])))
        tries, why = _TRIES, None
        while tries:
            batch = [waiting[place] for place in range(min(len(waiting), trigger.batch_size))]
            if not batch:
                return
            tries -= 1
            try:
                failed = self.run(row.name, lambda: self.handler(row)({"Records": batch}, None), trigger=batch)  # noqa: B023 — called at once
            except Died:
                continue
            except Exception as error:  # the stream is read again
                why = error
                continue
            first = _first_failed(batch, failed)
            # What was done is no try, also where it is delivered once more.
            tries = _TRIES if first else tries
            if first and self.twice():
                continue
            for _ in range(first):
                waiting.popleft()
            if first == len(batch):
                return
        raise AssertionError(f"{row.name} never gets over a batch of its stream") from why

    def _due(self, trigger: Queue) -> list[Message]:
        waiting, now = self.messages[trigger.name], clock.now()
        batch = self.shuffled([one for one in waiting if one.due <= now])[: trigger.batch_size]
        self.messages[trigger.name] = [one for one in waiting if one not in batch]
        return batch

    def _consume(self, row: Function, trigger: Queue, batch: list[Message]) -> None:
        failed, records = {one.record["messageId"] for one in batch}, [one.record for one in batch]
        try:
            answer = self.run(row.name, lambda: self.handler(row)({"Records": records}, None), trigger=records)
            failed = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", ())}
        except (Died, Exception):  # the queue shows all of them again
            pass
        if not failed and self.twice():
            for one in batch:
                self.messages[trigger.name].append(Message(one.record, clock.now()))
        for one in batch:
            if one.record["messageId"] in failed:
                one.receives, one.due = one.receives + 1, clock.now() + _WAIT
                if one.receives >= MAX_RECEIVES:
                    self.dead_letters.append((trigger.name, one.record))
                else:
                    self.messages[trigger.name].append(one)


class Door(Client):
    """The API: whichever function has the operation answers. A call that dies is made again with the same Idempotency-Key, and one that was
    told when to come again then."""

    def __init__(self, table: Table, headers: dict[str, str] | None = None) -> None:
        first, *others = apps()
        super().__init__(first, headers, *others)
        self.table = table

    def call(self, method: str, url: str, body: Any, headers: dict[str, str] | None = None) -> Answer:
        _, resource, _ = self._route(url.partition("?")[0])
        name = function_of().get((method, resource)) or function_of()["GET", resource]
        given = dict(headers or {})
        if method != "GET" and not any(one.lower().replace("_", "-") == "idempotency-key" for one in given):
            given["Idempotency-Key"] = f"proof-{uuid.uuid4()}"
        ask = self._elsewhere if self.table.answered else super().call
        for left in reversed(range(6)):
            try:
                answer: Answer = self.table.run(name, lambda: ask(method, url, body, given), f"{method} {resource}")
            except Died:
                continue
            if answer.status < 500 or not left:
                return answer
            if wait := answer.headers.get("retry-after"):
                clock._frozen[:] = [clock.now() + timedelta(seconds=int(wait))]
        raise AssertionError(f"{method} {resource} died each time")

    def _elsewhere(self, method: str, url: str, body: Any, given: dict[str, str]) -> Answer:
        assert self.table.answered
        return self.table.answered(method, url, body, {**self.headers, **given})


def record_of(body: str) -> dict[str, Any]:
    return {"messageId": str(uuid.uuid4()), "body": body, "attributes": {}, "eventSource": "aws:sqs"}


@cache
def readers(table: str) -> tuple[tuple[str, list[Any]], ...]:
    """Functions that read the table's stream, and what each wants of it."""
    reading = [(row.name, row.trigger) for row in FUNCTIONS if isinstance(row.trigger, Streams) and table in row.trigger.tables]
    return tuple((name, [json.loads(one) for one in (trigger.pattern, *trigger.further)]) for name, trigger in reading)


@cache
def fed() -> dict[str, tuple[str, ...]]:
    return {name: tuple(queue.get("events", ())) for name, queue in load("queues")["queues"].items()}


def handler(row: Function) -> Any:
    return getattr(importlib.import_module(row.module), row.handler)


def _first_failed(batch: list[dict[str, Any]], answer: Any) -> int:
    failed = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", ())}
    return next((place for place, one in enumerate(batch) if one["dynamodb"]["SequenceNumber"] in failed), len(batch))
