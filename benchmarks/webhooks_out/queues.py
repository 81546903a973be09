"""The two queues and the schedule between an event and its message, in a time of their own: messages wait for their delay, come back when
their worker died, and are dead letters after five times, as the templates say. Four workers at once."""

from __future__ import annotations

import heapq
import itertools
import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from benchmarks.webhooks_out.killing import Killed
from functions.shared.events.envelope import Envelope

WORKERS = 4
_BACK = {"webhooks": 180.0, "webhook-messages": 360.0}
"""Seconds until a message is seen again whose worker died: six times what the function may take."""
_MOST = 5


class Queues:
    def __init__(self, now: datetime, *, workers: int = WORKERS) -> None:
        self.now = now
        self.counts: Counter[str] = Counter()
        self._waiting: list[tuple[datetime, int, int, str, Any]] = []
        self._numbers = itertools.count()
        self._dead: list[tuple[str, Any]] = []
        self._swept = now
        self._pool = ThreadPoolExecutor(workers)

    def put(self, queue: str, body: Any, *, delay: float = 0, times: int = 0) -> None:
        heapq.heappush(self._waiting, (self.now + timedelta(seconds=delay), next(self._numbers), times, queue, body))

    def send_all(self, _queue: str, messages: Iterable[Any]) -> int:
        """In place of `functions.shared.outside.queues.send_all`."""
        sent = 0
        for one in messages:
            self.put("webhook-messages", dict(one.body), delay=one.delay)
            sent += 1
        return sent

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def run_until(self, end: datetime) -> None:
        """All that is due until then, minute by minute."""
        from functions.shared.outside import clock

        while self.now < end:
            coming = self._waiting[0][0] if self._waiting else end
            self.now = max(self.now, min(end, coming, self._swept + timedelta(minutes=1)))
            with clock.frozen(self.now):
                if self.now >= self._swept + timedelta(minutes=1):
                    self._swept = self.now
                    self._sweep()
                due = []
                while self._waiting and self._waiting[0][0] <= self.now:
                    due.append(heapq.heappop(self._waiting))
                list(self._pool.map(self._work, due))

    def _sweep(self) -> None:
        from functions.notifications.consumers.sweep_messages import sweep_messages

        self.counts["sweeps"] += 1
        try:
            sweep_messages({}, None)
        except Killed:
            self.counts["killed"] += 1

    def _work(self, one: tuple[datetime, int, int, str, Any]) -> None:
        from functions.notifications.consumers.hand_out_events import hand_out_events
        from functions.notifications.consumers.send_messages import send_messages

        _, _, times, queue, body = one
        self.counts[queue] += 1
        try:
            if queue == "webhooks":
                answer = hand_out_events({"Records": [_record(each) for each in body]}, None)
            else:
                answer = send_messages({"Records": [_record(body)]}, None)
        except Killed:
            self.counts["killed"] += 1
            self._again(queue, body, times)
            return
        failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
        if failed:
            self.counts["given back"] += len(failed)
            self._again(queue, body, times)

    def _again(self, queue: str, body: Any, times: int) -> None:
        if times + 1 < _MOST:
            self.put(queue, body, delay=_BACK[queue], times=times + 1)
        else:
            self.counts[f"dead letters of {queue}"] += 1
            self._dead.append((queue, body))

    def redrive(self) -> bool:
        """As `shop redrive` does after an alarm; whether there was anything."""
        dead, self._dead = self._dead, []
        for queue, body in dead:
            self.put(queue, body)
        return bool(dead)


def _record(body: Any) -> dict[str, Any]:
    return {"messageId": str(id(body)), "eventSource": "aws:sqs", "body": json.dumps(body), "attributes": {}}


def told(event: Envelope) -> dict[str, Any]:
    """As the bus tells it to a queue."""
    from dataclasses import asdict

    return {"source": "shop", "detail-type": event.type, "detail": asdict(event)}
