"""A batch of queue records: each on its own, and each line of a record tied to what caused it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from functions.shared.events.batches import each_record
from functions.shared.outside.observability import correlation_id, fact


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
