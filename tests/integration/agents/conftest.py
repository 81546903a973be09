"""A shop that sells to machines: the sandbox provider, our keys, and an agent with a profile that is known."""

from __future__ import annotations

import json
from collections.abc import Iterator

import boto3
import pytest

from functions.agents.store.rules import rules
from functions.agents.trust.profiles import profiles
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import settings
from tests.integration.agents.agent import Agent
from tests.integration.payments.sandbox_double import SECRET, Provider, served


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[tuple[str, list[Provider]]]:
    with served() as sandbox:
        yield sandbox
        outbound._pool().clear()


@pytest.fixture
def provider(_sandbox: tuple[str, list[Provider]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    url, current = _sandbox
    current.append(Provider())
    monkeypatch.setenv("PAYMENT_SANDBOX_URL", url)
    monkeypatch.setenv("SECRET_PAYMENTS", "shop-test-payments")
    keys = boto3.client("secretsmanager")
    keys.create_secret(Name="shop-test-payments", SecretString=json.dumps({"sandbox_payment": {"secret": SECRET}}))
    settings.settings.cache_clear()
    provider_keys.forget()
    yield current[-1]
    keys.delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
    settings.settings.cache_clear()
    provider_keys.forget()


@pytest.fixture
def agent(provider: Provider) -> Iterator[Agent]:
    yield Agent(provider)
    profiles().forget()
    rules.forget()
