"""The simulated provider of Chinese e-invoices on loopback, the queue of its worker, and a box in which its messages wait."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
import urllib3
from aiohttp import web

from functions.invoices.app import app, work_fapiao
from functions.invoices.store.records import FapiaoRecord
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import settings
from infra.simulators.keys import complete, fapiao_entries
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.served_world import served_world

SECRET = "fapiao-test"


@dataclass(frozen=True)
class Hook:
    path: str
    headers: dict[str, str]
    body: bytes

    def deliver(self, body: bytes | None = None) -> Answer:
        headers = {name: value for name, value in self.headers.items() if name not in ("host", "content-length")}
        return Client(app).call("POST", self.path, self.body if body is None else body, headers)


@dataclass
class Platform:
    url: str
    keys: dict[str, Any]
    box: list[Hook] = field(default_factory=list)
    http: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)
    heard: set[str] = field(default_factory=set)

    def act(self, key: str, /, **body: Any) -> Any:
        answer = self.http.request("POST", f"{self.url}/sandbox/fapiao/{key}", body=json.dumps(body).encode())
        assert answer.status == 200, answer.data
        return json.loads(answer.data)

    def invoices(self) -> list[dict[str, Any]]:
        """What there is over there, the oldest first."""
        answer = self.http.request("GET", f"{self.url}/sandbox/fapiao/next")
        return list(json.loads(answer.data)["invoices"])

    def hooks(self, count: int = 1) -> list[Hook]:
        """Takes the next messages out of the box; waits for them."""
        until = time.monotonic() + 5
        while len(self.box) < count:
            assert time.monotonic() < until, f"{len(self.box)} of {count} messages"
            time.sleep(0.005)
        found, self.box[:] = self.box[:count], self.box[count:]
        return found

    def work(self) -> None:
        """What was requested and what is on the queue is worked on, until there is nothing more."""
        while True:
            new = [one for one in events_in(FapiaoRecord, "fapiao.requested") if one.id not in self.heard]
            self.heard |= {one.id for one in new}
            records = [*sqs_of_events(new)["Records"], *queued()]
            if not records:
                return
            assert work_fapiao({"Records": records}, None) == {"batchItemFailures": []}

    def end(self, key: str, outcome: str = "issued", **more: Any) -> None:
        """It is decided over there, its message comes and is worked on."""
        self.act(key, outcome=outcome, **more)
        for hook in self.hooks():
            assert hook.deliver().status == 200
        self.work()


def queued() -> list[dict[str, Any]]:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="fapiao")["QueueUrl"]
    records: list[dict[str, Any]] = []
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        records += [{"messageId": m["MessageId"], "body": m["Body"], "attributes": {}, "eventSource": "aws:sqs"} for m in found]
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return records


@contextmanager
def simulated_platform() -> Iterator[Platform]:
    keys, _ = complete({}, {})
    box: list[Hook] = []

    async def hook(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        box.append(Hook(request.path, headers, await request.read()))
        return web.Response(text="kept")

    with served_world(keys, None, "/v1/webhooks/fapiao/{rest:.+}", hook) as served:
        made = Platform(served.url, keys, box)
        try:
            yield made
        finally:
            made.http.clear()
            outbound._pool().clear()


@contextmanager
def shop_of(made: Platform, patch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """The shop has the provider's keys, and its messages go to the box, while the block runs. Nothing is issued by itself."""
    patch.setenv("SECRET_FAPIAO", SECRET)
    patch.setenv("PUBLIC_BASE_URL", made.url)
    patch.setenv("QUEUE_FAPIAO", boto3.client("sqs").create_queue(QueueName="fapiao")["QueueUrl"])
    entries = fapiao_entries(made.keys, f"{made.url}/sandbox/providers")
    boto3.client("secretsmanager").create_secret(Name=SECRET, SecretString=json.dumps(entries))
    settings.settings.cache_clear()
    provider_keys.forget()
    made.box.clear()
    made.heard.clear()
    made.act("next", hold=True, down=False, login_expired=False, refuses="", confirmation="")
    try:
        yield made
    finally:
        boto3.client("secretsmanager").delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
        patch.undo()
        settings.settings.cache_clear()
        provider_keys.forget()
