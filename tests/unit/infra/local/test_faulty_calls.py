"""What the functions ask of AWS on a bad day: botocore's own client is throttled, waits in vain, and loses an answer."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from hypercorn.asyncio import serve
from hypercorn.config import Config as Served

from infra.local.ministack import port_is_free
from infra.local.patches.faulty_calls import TOLD, FaultyCalls

PORT = 18_391


class Emulator:
    """Answers every call, and counts what it carried out."""

    def __init__(self) -> None:
        self.carried_out = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        self.carried_out += 1
        content = json.dumps({"TableNames": []}).encode()
        kind = [(b"content-type", b"application/x-amz-json-1.0"), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": content})


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Every second call of a function fails."""
    made, ending, ready = Emulator(), threading.Event(), Served()
    ready.bind, ready.loglevel = [f"127.0.0.1:{PORT}"], "CRITICAL"

    async def until_the_end() -> None:
        await asyncio.to_thread(ending.wait)

    app: Any = FaultyCalls(made, 2, longest=5)
    server = threading.Thread(target=lambda: asyncio.run(serve(app, ready, shutdown_trigger=until_the_end)))
    server.start()
    while port_is_free(PORT):
        pass
    yield made
    ending.set()
    server.join()


def client(service: str, key: str) -> Any:
    config = Config(retries={"total_max_attempts": 1}, read_timeout=0.2, connect_timeout=2)
    named = {"aws_access_key_id": key, "aws_secret_access_key": "none", "region_name": "us-east-1"}
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{PORT}", config=config, **named)


def test_every_second_call_of_a_function_fails_each_time_in_another_way(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    """P02"""
    tables = client("dynamodb", "ASIA0123456789ABCDEF")
    tables.list_tables()
    with pytest.raises(ClientError, match="ProvisionedThroughputExceededException"):
        tables.list_tables()
    tables.list_tables()
    with pytest.raises(ReadTimeoutError):
        tables.list_tables()
    assert emulator.carried_out == 2, "the call never arrived"
    tables.list_tables()
    with pytest.raises(ReadTimeoutError):
        tables.list_tables()
    assert emulator.carried_out == 4, "the call was carried out, its answer was lost"
    asked = "DynamoDB_20120810.ListTables"
    assert caplog.messages == [f"{TOLD}{kind} {asked}" for kind in ("throttled", "lost", "answer lost")], "the log tells of each"


def test_what_is_not_asked_by_a_function_goes_through(emulator: Emulator) -> None:
    own = client("dynamodb", "AKIA0123456789ABCDEF")
    for _ in range(3):
        own.list_tables()
    assert emulator.carried_out == 3


@pytest.mark.parametrize(("service", "ask", "code"), [("s3", "list_buckets", "SlowDown"), ("sqs", "list_queues", "Throttling")])
def test_each_service_says_in_its_own_words_that_it_is_asked_too_much(emulator: Emulator, service: str, ask: str, code: str) -> None:
    asking = client(service, "ASIA0123456789ABCDEF")
    if service == "sqs":
        asking.list_queues()
    else:
        client("dynamodb", "ASIA0123456789ABCDEF").list_tables()
    with pytest.raises(ClientError, match=code):
        getattr(asking, ask)()
    assert emulator.carried_out == 1
