"""A batch stops in time, and somebody slow is waited for once. F-A29"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from functions.payments.consumers.process_webhooks import _ASKED_BACK
from functions.payments.providers import provider_codes, provider_named
from functions.shared.events.batches import each_record
from functions.shared.outside import outbound
from functions.shared.outside.time_left import RESERVE, in_time, watched


class Context:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> float:
        return self.seconds * 1_000


@pytest.fixture
def silent() -> Iterator[str]:
    """Takes every call and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_what_there_is_no_time_for_goes_back_untouched() -> None:
    context, done = Context(30), []

    def handle(record: Any) -> None:
        done.append(record["messageId"])
        context.seconds -= 10

    records = {"Records": [{"messageId": str(number), "body": "{}"} for number in range(5)]}
    answer = in_time(lambda event, _: each_record(event, handle, consumer="test", needs=12))(records, context)
    assert (done, [one["itemIdentifier"] for one in answer["batchItemFailures"]]) == (["0", "1"], ["2", "3", "4"])
    assert each_record(records, handle, consumer="test") == {"batchItemFailures": []}


def test_a_call_takes_no_longer_than_what_is_left_and_is_not_waited_for_twice(silent: str) -> None:
    started = time.perf_counter()
    with watched(Context(RESERVE + 0.2)):
        for _ in range(20):
            with pytest.raises(outbound.NoAnswer):
                outbound.call("GET", silent, timeout=8)
    assert time.perf_counter() - started < 2
    with watched(Context(RESERVE)), pytest.raises(outbound.NoAnswer, match="no time left"):
        outbound.call("GET", silent, timeout=8)


def test_the_next_batch_asks_again(silent: str) -> None:
    for _ in range(2):
        with watched(Context(RESERVE + 0.1)) as watch:
            assert watch is not None
            with pytest.raises(outbound.NoAnswer):
                outbound.call("GET", silent)
            assert len(watch.silent) == 1


def test_who_is_asked_back_is_known_without_loading_them() -> None:
    assert {code for code in provider_codes() if provider_named(code).caps.requery_after_webhook} == _ASKED_BACK
