"""What a function does when AWS is silent and its own time runs out: it says so, while it still can."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.exceptions import GetError

from functions.shared.outside import aws, last_calls
from functions.shared.outside.last_calls import NoTimeLeft, answering
from functions.shared.outside.outages import is_outage
from functions.shared.store.records import Record, connection


class Silent(Record):
    class Meta:
        table_name = "silent"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """When each call was made to an AWS that takes it and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "none")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setattr(last_calls, "SILENCE", 0.2)
        aws.forget()
        connection.cache_clear()
        server.setblocking(False)
        made: list[float] = []
        monkeypatch.setattr(last_calls, "_check", _noting(last_calls._check, made))
        yield made
    aws.forget()
    connection.cache_clear()


def _noting(check: Any, made: list[float]) -> Any:
    def noted(request: Any, **more: Any) -> None:
        check(request, **more)
        made.append(time.monotonic())

    return noted


def having(seconds: float) -> Any:
    return SimpleNamespace(get_remaining_time_in_millis=lambda: seconds * 1000)


def test_a_silent_call_is_made_again_only_while_another_silence_fits(calls: list[float]) -> None:
    queues = aws.client("sqs")
    with answering(having(1.35)), pytest.raises(NoTimeLeft):
        queues.list_queues()
    assert len(calls) == 1, "after 0.2 s of silence there is time for an answer, not for a second silence"


def test_a_record_is_read_once_and_that_is_an_outage(calls: list[float]) -> None:
    assert connection().client
    with answering(having(1.35)), pytest.raises(GetError) as told:
        Silent.get("a", "b")
    assert (len(calls), is_outage(told.value), isinstance(told.value.cause, NoTimeLeft)) == (1, True, True)


def test_a_program_of_this_machine_may_be_patient(calls: list[float]) -> None:
    last_calls.be_patient(7)
    assert {aws.client("sqs").meta.config.read_timeout, connection().client.meta.config.read_timeout} == {7}


def test_at_the_end_nothing_is_begun(calls: list[float]) -> None:
    with answering(having(0.9)), pytest.raises(NoTimeLeft):
        aws.client("sqs").list_queues()
    assert calls == []


@pytest.mark.parametrize("context", [None, SimpleNamespace()])
def test_where_nobody_tells_the_time_all_tries_are_made(calls: list[float], context: Any) -> None:
    with answering(context), pytest.raises(ReadTimeoutError):
        aws.client("sqs", repeats=False).list_queues()
    assert len(calls) == 1
