"""A shop with one order, the sandbox provider, its keys and the queue of the worker."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest

from functions.payments import providers
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import settings
from tests.integration.payments.card_double import Card, CardProvider
from tests.integration.payments.sandbox_double import SECRET, Provider, served
from tests.integration.payments.secrets_scan import listening, secrets_in, tables
from tests.integration.payments.shop import GUEST_TOKEN, Shop


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[tuple[str, list[Provider]]]:
    with served() as sandbox:
        yield sandbox
        outbound._pool().clear()


@pytest.fixture(autouse=True)
def _nothing_leaks(_tables: None) -> Iterator[None]:
    """E12: whatever a test here does, no key, token or card number is in a log line or a table afterwards."""
    with listening() as lines:
        yield
    assert secrets_in([*lines, *tables()], GUEST_TOKEN) == []


@pytest.fixture
def provider(_sandbox: tuple[str, list[Provider]]) -> Provider:
    _, current = _sandbox
    current.append(Provider())
    return current[-1]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[Card]:
    """The shop has the provider `cards` too."""
    monkeypatch.setitem(providers._ADAPTERS, "cards", f"{CardProvider.__module__}:CardProvider")
    CardProvider.card = Card()
    yield CardProvider.card
    providers._load.cache_clear()


@pytest.fixture
def shop(_sandbox: tuple[str, list[Provider]], provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    queue = boto3.client("sqs").create_queue(QueueName="payment-webhooks")["QueueUrl"]
    monkeypatch.setenv("QUEUE_PAYMENT_WEBHOOKS", queue)
    monkeypatch.setenv("PAYMENT_SANDBOX_URL", _sandbox[0])
    monkeypatch.setenv("SECRET_PAYMENTS", "shop-test-payments")
    keys = boto3.client("secretsmanager")
    secret = json.dumps({"sandbox_payment": {"secret": SECRET}})
    keys.create_secret(Name="shop-test-payments", SecretString=secret)
    settings.settings.cache_clear()
    provider_keys.forget()
    yield Shop(queue, provider)
    keys.delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
    boto3.client("sqs").delete_queue(QueueUrl=queue)
    settings.settings.cache_clear()
