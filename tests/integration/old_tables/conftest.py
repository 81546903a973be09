"""The shop as version 0.1 left it, twelve minutes after noon, with the provider its payments are at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.payments import app as payments
from functions.shared.outside import clock, outbound, provider_keys
from functions.shared.plain import settings, signatures, times
from tests.integration.payments.bus import Bus
from tests.integration.payments.sandbox_double import SECRET, Provider, served
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.old_tables import load_old_tables


class OldShop:
    """`names`: what the old shop did. `bus` brings every event again that the old shop had told, and what is new."""

    def __init__(self, queue: str) -> None:
        self.names, self.bus, self.queue = load_old_tables(), Bus(), queue
        self.customer = bearer(subject=self.names["subject"])

    def order(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.names["orders"][name]
        return found

    def staff(self, domain: Any, role: str = "owner") -> Client:
        return Client(domain.app, bearer(role))

    def buyer(self, domain: Any, name: str = "") -> Client:
        """Of this order; without one the customer."""
        token = self.order(name)["token"] if name else None
        return Client(domain.app, {"x-order-token": token} if token else self.customer)

    def provider_tells(self, name: str, kind: str = "charge.succeeded") -> None:
        """About the payment of this order; the worker has done its work, and orders heard of it."""
        payment = self.buyer(payments, name).get(f"/v1/payments/{self.order(name)['payment']}").json
        data = {"id": f"sbx_{payment['reference']}", "reference": payment["reference"], **payment["amount"], "status": "x"}
        now = int(clock.now().timestamp())
        body = json.dumps({"id": f"late_{payment['reference']}", "type": kind, "created": now, "data": data}).encode()
        headers = {"X-Sandbox-Signature": signatures.sign(SECRET, now, body)}
        assert Client(payments.app).call("POST", "/v1/webhooks/payments/sandbox", body, headers).status == 200
        self.work()

    def work(self) -> None:
        queue = boto3.client("sqs")
        while found := queue.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            records = [{"messageId": message["MessageId"], "body": message["Body"]} for message in found]
            assert payments.process_webhooks({"Records": records}, None) == {"batchItemFailures": []}
            for message in found:
                queue.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        self.bus.pump()


def made(answer: Answer) -> Any:
    assert answer.status in (200, 201, 202), answer.text
    return answer.json


@pytest.fixture(scope="session")
def _provider() -> Iterator[tuple[str, list[Provider]]]:
    with served() as sandbox:
        yield sandbox
        outbound._pool().clear()


@pytest.fixture
def old(_provider: tuple[str, list[Provider]], monkeypatch: pytest.MonkeyPatch) -> Iterator[OldShop]:
    url, current = _provider
    current.append(Provider())
    queue = boto3.client("sqs").create_queue(QueueName="payment-webhooks")["QueueUrl"]
    monkeypatch.setenv("QUEUE_PAYMENT_WEBHOOKS", queue)
    monkeypatch.setenv("PAYMENT_SANDBOX_URL", url)
    monkeypatch.setenv("SECRET_PAYMENTS", "old-shop-payments")
    keys = boto3.client("secretsmanager")
    keys.create_secret(Name="old-shop-payments", SecretString=json.dumps({"sandbox_payment": {"secret": SECRET}}))
    settings.settings.cache_clear()
    provider_keys.forget()
    shop = OldShop(queue)
    with clock.frozen(times.parse(shop.names["now"])):
        yield shop
    keys.delete_secret(SecretId="old-shop-payments", ForceDeleteWithoutRecovery=True)
    settings.settings.cache_clear()
    provider_keys.forget()
