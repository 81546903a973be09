"""A shop that uses the real adapters, with the simulated providers outside."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest

from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import settings
from tests.integration.payments.providers.outside import Outside, outside
from tests.integration.payments.providers.trading import Trading

URLS = {
    "STRIPE_URL": "stripe",
    "ALIPAY_URL": "alipay",
    "WECHATPAY_URL": "wechatpay",
    "UNIONPAY_URL": "unionpay",
    "UNIONPAY_FILES_URL": "unionpay",
}


@pytest.fixture(scope="session")
def _outside() -> Iterator[Outside]:
    with outside() as found:
        yield found
        outbound._pool().clear()


@pytest.fixture
def shop(_outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trading]:
    queue = boto3.client("sqs").create_queue(QueueName="payment-webhooks")["QueueUrl"]
    monkeypatch.setenv("QUEUE_PAYMENT_WEBHOOKS", queue)
    monkeypatch.setenv("SECRET_PAYMENTS", "shop-test-payments")
    monkeypatch.setenv("PUBLIC_BASE_URL", _outside.url)
    for variable, code in URLS.items():
        monkeypatch.setenv(variable, _outside.base(code))
    keys = boto3.client("secretsmanager")
    keys.create_secret(Name="shop-test-payments", SecretString=json.dumps(_outside.shop_keys))
    settings.settings.cache_clear()
    provider_keys.forget()
    _outside.silence()
    yield Trading(queue, _outside)
    keys.delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
    boto3.client("sqs").delete_queue(QueueUrl=queue)
    settings.settings.cache_clear()
    provider_keys.forget()
