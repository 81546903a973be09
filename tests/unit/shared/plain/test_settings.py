"""What a function is told about its surroundings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.shared.plain.settings import queue_url, settings, table_name


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_everything_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STAGE", "EVENT_BUS", "COGNITO_ISSUER", "COGNITO_JWKS_URL", "CLOCK_FILE", "DEFAULT_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    found = settings()
    assert (found.stage, found.event_bus, found.clock_file, found.default_language, found.is_local) == ("test", "shop", "", "zh", True)


def test_a_deployed_stage_is_not_local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAGE", "production")
    assert not settings().is_local


def test_keys_are_looked_for_at_the_issuer_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COGNITO_ISSUER", "https://issuer/pool")
    monkeypatch.setenv("COGNITO_JWKS_URL", "")
    assert settings().cognito_jwks_url == "https://issuer/pool/.well-known/jwks.json"
    settings.cache_clear()
    monkeypatch.setenv("COGNITO_JWKS_URL", "http://local/keys")
    assert settings().cognito_jwks_url == "http://local/keys"


def test_physical_names_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (table_name("orders"), queue_url("payment-webhooks")) == ("orders", "payment-webhooks")
    monkeypatch.setenv("TABLE_ORDERS", "shop-x-orders")
    monkeypatch.setenv("QUEUE_PAYMENT_WEBHOOKS", "https://sqs/1")
    assert (table_name("orders"), queue_url("payment-webhooks")) == ("shop-x-orders", "https://sqs/1")
