"""Subscribers of outgoing events, and the workers between an event and a message: what queue and schedule would start is started here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
import pytest
from standardwebhooks import Webhook, webhooks

from functions.notifications.app import app, hand_out_events, send_messages
from functions.notifications.model.lane import SETTLE
from functions.notifications.store.endpoints import all_endpoints
from functions.notifications.store.errands import due_errands
from functions.notifications.store.lanes import SLOTS, due_lanes
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock, guarded
from functions.shared.outside.guarded import Answered
from functions.shared.plain import ids, times
from tests.support.events import sqs, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PATH = "/v1/admin/webhook_endpoints"
DEAD = "/v1/admin/webhook_dead_letters"
TYPES = ("order.placed", "order.paid", "order.shipped", "order.completed")


def as_owner(method: str, path: str, body: Any = None, **headers: str) -> Answer:
    return Client(app).call(method, path, body, {**_owner(), **headers})


@cache
def _owner() -> dict[str, str]:
    return bearer("owner")


def an_event(resource: str, n: int, type_: str = "order.paid", at: datetime | None = None, **data: Any) -> Envelope:
    moment = times.iso(at or clock.now())
    return Envelope(ids.derived_id("evt", resource, str(n)), type_, 1, moment, resource, SYSTEM, {"n": n, **data})


def handed_out(*events: Envelope) -> None:
    assert hand_out_events(sqs_of_events(events), None) == {"batchItemFailures": []}


def work(context: Any = None) -> int:
    """All that is due now is done, bit by bit; how many turns and errands that took."""
    done = 0
    while due := _due():
        for message in due:
            assert send_messages(sqs([message]), context) == {"batchItemFailures": []}
            done += 1
        if done > 500:
            raise AssertionError("it never ends")
    return done


def _due() -> list[dict[str, Any]]:
    now = clock.now()
    found: list[dict[str, Any]] = [{"endpoint_id": endpoint, "errand": name} for endpoint, name in due_errands(now)]
    for endpoint in all_endpoints():
        found += [
            {"endpoint_id": endpoint.id, "slot": slot, "late": True}
            for slot in range(SLOTS)
            if next(due_lanes(endpoint.id, slot, now), None) is not None
        ]
    return found


@dataclass(frozen=True)
class Heard:
    url: str
    id: str
    at: int
    signature: str
    raw: bytes
    when: datetime
    trace: str = ""

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def place(self) -> tuple[str, int]:
        return self.body["subject"], self.body["sequence"]


@dataclass
class Outside:
    """Answers in place of whoever lives at an address. `answers`: status, or what is raised, by what was heard; 200 without."""

    heard: list[Heard] = field(default_factory=list)
    answers: Callable[[Heard], int | BaseException] = lambda _: 200

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 0) -> Answered:
        one = Heard(
            url,
            headers["webhook-id"],
            int(headers["webhook-timestamp"]),
            headers["webhook-signature"],
            body,
            clock.now(),
            headers.get("traceparent", ""),
        )
        self.heard.append(one)
        answer = self.answers(one)
        if isinstance(answer, BaseException):
            raise answer
        return Answered(answer, b"taken" if answer < 300 else b"not now")

    def of(self, resource: str) -> list[Heard]:
        return [one for one in self.heard if one.body["subject"] == resource]

    def taken(self, resource: str) -> list[int]:
        """Which numbered data it was told of, in order, each once."""
        return list(dict.fromkeys(one.body["data"]["n"] for one in self.of(resource)))


def verified(one: Heard, secret: str, patch: pytest.MonkeyPatch) -> Any:
    """By the kept library, with its 300 s, at the time the message came."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return one.when

    with patch.context() as then:
        then.setattr(webhooks, "datetime", Then)
        headers = {"webhook-id": one.id, "webhook-timestamp": str(one.at), "webhook-signature": one.signature}
        return Webhook(secret).verify(one.raw, headers)


@dataclass
class Stage:
    """Time stands still and is moved."""

    outside: Outside
    now: datetime

    def made(self, events: tuple[str, ...] = TYPES, url: str = "https://hooks.example.com/shop", **more: Any) -> Any:
        answer = as_owner("POST", PATH, {"url": url, "events": list(events), **more})
        assert answer.status == 201, answer.text
        return answer.json

    def tell(self, *events: Envelope) -> None:
        with clock.frozen(self.now):
            handed_out(*events)

    def later(self, **much: float) -> int:
        self.now += timedelta(**much)
        with clock.frozen(self.now):
            return work()

    def settle(self) -> int:
        return self.later(seconds=SETTLE.total_seconds())

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        with clock.frozen(self.now):
            return as_owner(method, path, body, **headers)

    def deliveries(self, endpoint: Any, resource: str = "") -> list[Any]:
        """By when they were made, then by their number."""
        rows = self.ask("GET", f"{PATH}/{endpoint['id']}/deliveries?limit=100").json["data"]
        return sorted(
            (one for one in rows if not resource or one["resource"] == resource),
            key=lambda one: (one["created_at"], one["sequence"] or 0, one["id"]),
        )

    def event(self, resource: str, n: int, type_: str = "order.paid", **more: Any) -> Envelope:
        return an_event(resource, n, type_, at=self.now, **more)


def staged(patch: pytest.MonkeyPatch) -> Stage:
    patch.setenv("QUEUE_WEBHOOK_MESSAGES", boto3.client("sqs").create_queue(QueueName="webhook-messages")["QueueUrl"])
    outside = Outside()
    patch.setattr(guarded, "post", outside.post)
    return Stage(outside, clock.now())
