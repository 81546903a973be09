"""A stand-in for the sandbox courier on loopback: waybills by request id, signatures checked, answers that can get lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest

from functions.shared.outside import clock, provider_keys
from functions.shared.plain import settings, signatures

SECRET = "courier-secret"
HEADER = "X-Sandbox-Signature"


@dataclass
class CourierDouble:
    """`lose_answers`: the next so many calls have their effect, but answer 500. `refuse`: answer 422 to everything; `down`: 503.
    `slowly` is called once, while a waybill is being written."""

    waybills: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    lose_answers: int = 0
    refuse: bool = False
    down: bool = False
    void: list[str] = field(default_factory=list)
    collected: set[str] = field(default_factory=set)
    cancels: list[dict[str, Any]] = field(default_factory=list)
    slowly: Callable[[], None] | None = None

    @property
    def live(self) -> list[str]:
        """The numbers of waybills that are not void."""
        return [number for number in self.waybills.values() if number not in self.void]

    def answer(self, path: str, header: str | None, raw: bytes) -> tuple[int, dict[str, Any]]:
        signatures.verify(header, raw, secrets=[SECRET], now=int(clock.now().timestamp()))
        body = json.loads(raw)
        if self.down:
            return 503, {}
        if path.endswith("/cancel"):
            return self._cancel(body)
        self.requests.append(body)
        if self.refuse:
            return 422, {}
        if self.slowly:
            meanwhile, self.slowly = self.slowly, None
            meanwhile()
        number = self.waybills.setdefault(body["request_id"], f"SBX{len(self.waybills) + 1:03d}")
        if self.lose_answers:
            self.lose_answers -= 1
            return 500, {}
        return 201, {"waybill": number, "label_url": f"http://labels.test/{number}"}

    def _cancel(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.cancels.append(body)
        number = body["waybill"] or self.waybills.get(body["request_id"], "")
        if number in self.collected:
            return 409, {"reason": "picked_up"}
        if number and number not in self.void:
            self.void.append(number)
        if self.lose_answers:
            self.lose_answers -= 1
            return 500, {}
        return 200, {}


@contextmanager
def courier_double(patch: pytest.MonkeyPatch) -> Iterator[CourierDouble]:
    """Serve it, with settings, secret and the webhook queue pointing to it, while the block runs."""
    double = CourierDouble()

    class Calls(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = double.answer(self.path, self.headers[HEADER], raw)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        patch.setenv("COURIER_SANDBOX_URL", f"http://127.0.0.1:{server.server_port}")
        patch.setenv("SECRET_COURIERS", "courier-test")
        patch.setenv("QUEUE_COURIER_WEBHOOKS", boto3.client("sqs").create_queue(QueueName="courier-webhooks")["QueueUrl"])
        secrets = boto3.client("secretsmanager")
        secrets.create_secret(Name="courier-test", SecretString=json.dumps({"sandbox_courier": {"secret": SECRET}}))
        settings.settings.cache_clear()
        provider_keys.forget()
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        boto3.client("secretsmanager").delete_secret(SecretId="courier-test", ForceDeleteWithoutRecovery=True)
        patch.undo()
        settings.settings.cache_clear()
        provider_keys.forget()


def signed(message: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> tuple[bytes, dict[str, str]]:
    """The raw body and the headers of a courier's message."""
    raw = json.dumps(message).encode()
    return raw, {HEADER: signatures.sign(secret, int(time.time()) - age, raw), "content-type": "application/json"}


def queued() -> dict[str, Any]:
    """The SQS event that the worker gets for everything queued since the last look."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="courier-webhooks")["QueueUrl"]
    records: list[dict[str, Any]] = []
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        records += [{"messageId": m["MessageId"], "body": m["Body"], "attributes": {}, "eventSource": "aws:sqs"} for m in found]
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return {"Records": records}
