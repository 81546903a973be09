"""Keys are changed without a gap: the current one signs, every kept one verifies, an unknown one is refused without a look-up."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.payments.providers import sandbox
from functions.shared.outside import aws, outbound, provider_keys
from functions.shared.plain import signatures
from tests.integration.payments.sandbox_double import SECRET
from tests.integration.payments.shop import Shop, told


@pytest.fixture
def rotating(shop: Shop) -> Shop:
    keys = {"keys": {"old": "an-older-secret", "new": SECRET}, "current": "new"}
    boto3.client("secretsmanager").put_secret_value(SecretId="shop-test-payments", SecretString=json.dumps({"sandbox_payment": keys}))
    provider_keys.forget()
    return shop


def test_requests_are_signed_with_the_current_key_and_both_verify(rotating: Shop) -> None:
    """E12: the double accepts the current key only"""
    payment = rotating.started()
    statuses = [rotating.webhook(told(payment), secret=secret).status for secret in (SECRET, "an-older-secret", "retired")]
    assert statuses == [200, 200, 401]


def test_unknown_keys_cause_no_look_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """providers.md rule 6"""
    body = told(shop.started())

    def unreachable(service: str) -> Any:
        raise AssertionError(f"{service} was called")

    monkeypatch.setattr(aws, "client", unreachable)
    assert [shop.webhook(body, secret=f"guess {number}").status for number in range(3)] == [401] * 3


def test_a_shop_without_keys_trusts_nobody(shop: Shop) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId="shop-test-payments", SecretString='{"sandbox_payment": {"secret": ""}}')
    provider_keys.forget()
    assert shop.webhook(b"{}", secret="").status == 401
    assert shop.pay().code == "provider_unavailable"


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "no JSON", '{"sandbox_payment": null}'])
def test_a_secret_without_keys_means_not_configured(shop: Shop, content: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the provider were not there, never a 500; found soon after the keys are put in."""
    secrets, payment = boto3.client("secretsmanager"), shop.started()
    secrets.delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
    made = {"SecretString": content} if content else {}
    secrets.create_secret(Name="shop-test-payments", **made)
    provider_keys.forget()
    assert shop.webhook(told(payment)).status == 401
    secrets.put_secret_value(SecretId="shop-test-payments", SecretString=json.dumps({"sandbox_payment": {"secret": SECRET}}))
    assert shop.webhook(told(payment)).status == 401, "not looked for because of what a message says"
    says_something = content is not None and "sandbox" in content
    later = time.monotonic() + (provider_keys.KEEP_SECONDS if says_something else provider_keys.KEEP_EMPTY_SECONDS)
    monkeypatch.setattr(provider_keys, "time", SimpleNamespace(monotonic=lambda: later))
    assert shop.webhook(told(payment)).status == 200


def test_without_its_secret_no_provider_is_offered(shop: Shop) -> None:
    boto3.client("secretsmanager").delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
    provider_keys.forget()
    assert shop.pay().code == "provider_unavailable"
    boto3.client("secretsmanager").create_secret(Name="shop-test-payments")


def test_a_key_does_not_show_itself() -> None:
    assert "topsecret" not in repr(provider_keys.Key("k1", "topsecret"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://no-such-host.invalid/"])
def test_a_provider_that_cannot_be_reached_leaves_the_outcome_unknown(url: str) -> None:
    with pytest.raises(outbound.NoAnswer):
        outbound.call("GET", url)


def test_the_signature_is_the_one_of_the_protocol() -> None:
    """HMAC-SHA256("k", "1700000000.{}"), computed with openssl"""
    assert sandbox.HEADER == "X-Sandbox-Signature"
    expected = "t=1700000000,v1=c6ef4734033cee2367414a0939385eca0397754aa7a59716da7463a9298b5146"
    assert signatures.sign("k", 1700000000, b"{}") == expected
