"""A batch of queue records: each on its own, and each line of a record tied to what caused it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from functions.shared.events.batches import all_events, each_change, each_record
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside.observability import correlation_id, fact
from functions.shared.store import once
from functions.shared.store.once import once_a_batch
from tests.support.events import sqs_of_events


def record(number: str, body: str) -> Mapping[str, Any]:
    return {"messageId": number, "body": body}


def test_every_line_of_a_record_carries_the_correlation_of_its_message(caplog: pytest.LogCaptureFixture) -> None:
    """P03"""
    seen: list[str] = []

    def handle(one: Mapping[str, Any]) -> None:
        seen.append(correlation_id())
        fact("worked")
        if one["messageId"] == "m2":
            raise RuntimeError

    bus, own = {"detail": {"correlation_id": "from-the-bus"}}, {"correlation_id": "from-us"}
    records = [record("m1", json.dumps(bus)), record("m2", json.dumps(own)), record("m3", "{broken"), record("m4", "[1]")]
    with caplog.at_level(logging.INFO):
        answer = each_record({"Records": records}, handle, consumer="test")
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert seen == ["from-the-bus", "from-us", "", ""]
    told = [(line.message, line.__dict__["correlation_id"]) for line in caplog.records]
    first, second = "from-the-bus", "from-us"
    assert told[:5] == [("worked", first), ("record", first), ("worked", second), ("record failed", second), ("record", second)]
    assert correlation_id() == ""


def envelope(number: int, kind: str = "order.paid") -> Envelope:
    return Envelope(f"evt_{number}", kind, 1, "2026-11-26T12:00:00.000Z", f"ord_{number}", SYSTEM, {})


def test_events_of_a_batch_are_taken_together_and_those_of_others_left_alone() -> None:
    taken: list[list[str]] = []
    event = sqs_of_events([envelope(1), envelope(2, "order.placed"), envelope(3)])
    answer = all_events(event, {"order.paid": lambda some: taken.append([one.id for one in some])}, consumer="test")
    assert (answer, taken) == ({"batchItemFailures": []}, [["evt_1", "evt_3"]])


def test_what_is_not_taken_together_is_each_on_its_own_and_watched_by_the_clock() -> None:
    taken: list[list[str]] = []
    event = sqs_of_events([envelope(1), envelope(2, "order.refunded"), envelope(3), envelope(4, "order.refunded")])

    def refunded(one: Envelope) -> None:
        taken.append([one.id])
        if one.id == "evt_2":
            raise RuntimeError

    answer = all_events(
        event, {"order.paid": lambda some: taken.append([one.id for one in some])}, {"order.refunded": refunded}, consumer="test"
    )
    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["messageId"]}]}
    assert taken == [["evt_1", "evt_3"], ["evt_2"], ["evt_4"]]


def test_a_batch_that_fails_is_taken_apart_and_only_what_is_at_fault_comes_again() -> None:
    done: list[str] = []

    def take(some: Sequence[Envelope]) -> None:
        if any(one.id == "evt_2" for one in some):
            raise RuntimeError
        done.extend(one.id for one in some)

    event = sqs_of_events([envelope(1), envelope(2), envelope(3)])
    event["Records"].append({"messageId": "unreadable", "body": "{"})
    answer = all_events(event, {"order.paid": take}, consumer="test")
    at_fault = [event["Records"][1]["messageId"], "unreadable"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": one} for one in at_fault]}
    assert done == ["evt_1", "evt_3"]


def test_what_is_done_together_fails_the_batch_from_its_first_record() -> None:
    def fails() -> None:
        raise RuntimeError

    records = [{"dynamodb": {"SequenceNumber": str(number)}} for number in range(3)]
    assert each_change({"Records": records}, lambda _: None, fails, consumer="test") == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_what_a_batch_asks_once_is_read_again_after_it_and_after_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """And outside a batch each time."""
    reads: list[str] = []

    @once_a_batch
    def settings(name: str) -> int:
        reads.append(name)
        return len(reads)

    records = {"Records": [record("m1", "{}"), record("m2", "{}")]}
    now = [0.0]
    monkeypatch.setattr("functions.shared.store.once.time.monotonic", lambda: now[0])
    seen: list[int] = []

    def handle(_: Mapping[str, Any]) -> None:
        seen.extend([settings("a"), settings("b")])

    each_record(records, handle, consumer="test")
    each_record(records, handle, consumer="test")
    assert seen == [1, 2, 1, 2, 3, 4, 3, 4]
    assert (settings("a"), settings("a")) == (5, 6)

    def handle_slowly(one: Mapping[str, Any]) -> None:
        handle(one)
        now[0] += once.SECONDS

    seen.clear()
    each_record(records, handle_slowly, consumer="test")
    assert seen == [7, 8, 9, 10]
