"""The sandbox holds money and takes it in parts; what it answers and what it tells are the same facts."""

from __future__ import annotations

import pytest

from functions.payments.providers import provider_named
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import attempt_of, find_payment
from functions.shared.plain import settings
from functions.shared.plain.money import Money
from tests.integration.payments.providers.trading import Trading
from tests.integration.payments.shop import balances
from tests.support.events import events_in


@pytest.fixture
def sandbox(shop: Trading, monkeypatch: pytest.MonkeyPatch) -> Trading:
    monkeypatch.setenv("PAYMENT_SANDBOX_URL", shop.outside.base("sandbox"))
    settings.settings.cache_clear()
    return shop


def test_parts_are_taken_once_whoever_tells_of_them_first(sandbox: Trading) -> None:
    """X07"""
    payment = sandbox.start("sandbox", "wallet", capture="manual")
    sandbox.outside.act("sandbox", payment["reference"])
    (agreed,) = sandbox.outside.hooks(1, "sandbox")
    assert sandbox.deliver(agreed).status == 200
    sandbox.work()
    assert sandbox.payment(payment["id"])["status"] == "authorized"
    url = f"/v1/admin/payments/{payment['id']}/capture"
    assert sandbox.finance.post(url, {"amount": {"amount": 4_000, "currency": "CNY"}}).status == 201
    assert sandbox.finance.post(url, {"amount": {"amount": 8_901, "currency": "CNY"}}).code == "capture_exceeds_authorized"
    assert sandbox.finance.post(url, {}).status == 201
    for hook in sandbox.outside.hooks(2, "sandbox"):
        assert sandbox.deliver(hook).status == 200
    sandbox.work()
    assert sandbox.payment(payment["id"])["captured"]["amount"] == 12_900
    assert balances() == {"provider:sandbox:sandbox": 12_900, f"order:{sandbox.order_id}": -12_900}
    told = sorted(event.type for event in events_in(PaymentsTable))
    assert told == ["payment.authorized", "payment.captured", "payment.partially_captured"]


def test_what_was_not_taken_is_let_go(sandbox: Trading) -> None:
    """X07"""
    payment = sandbox.start("sandbox", "wallet", capture="manual")
    sandbox.outside.act("sandbox", payment["reference"])
    record = find_payment(payment["id"])
    assert record is not None
    provider, attempt = provider_named("sandbox"), attempt_of(record)
    (taken,) = provider.capture(attempt, Money(500, "CNY"), key="c1").events
    told = {event.type.value: event.money for event in provider.void(attempt, key="v1").events}
    assert told == {
        "authorization_success": Money(12_900, "CNY"),
        "charge_success": Money(500, "CNY"),
        "cancel_success": Money(12_900, "CNY"),
    }
    assert taken.business_key in {event.business_key for event in provider.query(attempt).events}
