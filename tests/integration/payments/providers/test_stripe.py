"""What only Stripe does: capture later and in part, lost answers of a create, disputes; its SDK speaks to our simulator."""

from __future__ import annotations

from dataclasses import replace

import stripe as sdk

from functions.payments.model.capture import is_open
from functions.payments.model.payment_state import derive
from functions.payments.model.provider_event import EventType
from functions.payments.providers import provider_named
from functions.payments.store.records import PaymentsTable
from functions.payments.store.repository import attempt_of, find_payment
from functions.shared.outside import fresh
from functions.shared.plain.money import Money
from tests.integration.payments.providers.trading import Trading
from tests.integration.payments.shop import balances
from tests.support.events import events_in


def test_authorised_money_is_captured_in_part_and_the_rest_released(shop: Trading) -> None:
    """E05"""
    record = find_payment(shop.start("stripe")["id"])
    assert record is not None
    attempt = replace(attempt_of(record), id=fresh.new_id("pay"), capture="manual", provider_ref="")
    provider = provider_named("stripe")
    made = provider.create(attempt, capture="manual", return_url="", notify_url="")
    shop.outside.act("stripe", attempt.reference)
    (hook,) = shop.outside.hooks()
    assert b"amount_capturable_updated" in hook.body
    (authorized,) = provider.query(attempt).events
    assert (authorized.type, authorized.money) == (EventType.AUTHORIZATION_SUCCESS, Money(12900, "CNY"))
    captured, released = provider.capture(attempt, Money(5000, "CNY"), key="1").events
    again, _ = provider.capture(attempt, Money(5000, "CNY"), key="1").events
    assert [event.business_key for event in provider.query(attempt).events] == [captured.business_key, released.business_key]
    assert derive([authorized, captured, released]) == derive([captured, authorized, released, again])
    assert not is_open(attempt, derive([authorized, captured, released]))
    assert (captured.type, captured.money, captured.business_key) == (EventType.CHARGE_SUCCESS, Money(5000, "CNY"), again.business_key)
    assert captured.provider_ref == made.provider_ref


def test_a_create_whose_answer_was_lost_makes_one_intent(shop: Trading) -> None:
    shop.outside.act("stripe", "next", None, http_500_after_commit=True)
    assert shop.pay("k-2", provider="stripe").code == "payment_outcome_unknown"
    payment = shop.pay("k-2", provider="stripe").json
    shop.outside.act("stripe", payment["reference"])
    assert shop.deliver(shop.outside.hooks()[0]).status == 200
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"


def test_a_dispute_finds_its_payment_and_takes_the_money_back(shop: Trading) -> None:
    """E16: the message names the payment as Stripe does only"""
    payment = shop.captured("stripe")
    shop.outside.act("stripe", payment["reference"], "dispute")
    (hook,) = shop.outside.hooks()
    assert shop.deliver(hook).status == 200
    shop.work()
    assert balances()["chargebacks:stripe"] == 12900
    record = find_payment(payment["id"])
    assert record is not None
    provider_named("stripe").answer_dispute(attempt_of(record), "du_1", {"shipping_carrier": "SF", "note": "signed for"})
    shop.outside.act("stripe", payment["reference"], "dispute_won")
    assert shop.deliver(shop.outside.hooks()[0]).status == 200
    shop.work()
    assert balances()["chargebacks:stripe"] == 0
    assert balances()[f"order:{shop.order_id}"] == -12900


def test_a_declined_card_may_be_followed_by_a_good_one(shop: Trading) -> None:
    """X07"""
    payment = shop.start("stripe")
    for outcome, status in (("fail", "failed"), ("pay", "captured")):
        shop.outside.act("stripe", payment["reference"], outcome)
        assert shop.deliver(shop.outside.hooks()[0]).status == 200
        shop.work()
        assert shop.payment(payment["id"])["status"] == status
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.failed", "payment.captured"]


def test_the_sdk_speaks_to_the_simulator_as_we_do(shop: Trading) -> None:
    """The oracle for our calls: the same object comes back for the same reference."""
    payment = shop.start("stripe")
    keys = shop.outside.shop_keys["stripe"]
    client = sdk.StripeClient(keys["secret_key"], base_addresses={"api": shop.outside.base("stripe")}, stripe_version="2026-10-28.endive")
    found = client.v1.payment_intents.search({"query": f"metadata['reference']:'{payment['reference']}'"}).data[0]
    assert (found.client_secret, found.amount) == (payment["next_action"]["params"]["client_secret"], 12900)
    made = client.v1.payment_intents.create(
        {
            "amount": 12900,
            "currency": "cny",
            "capture_method": "automatic_async",
            "automatic_payment_methods": {"enabled": True},
            "description": f"Order {'N20260131'}",
            "metadata": {"reference": payment["reference"], "order_id": shop.order_id},
        },
        {"idempotency_key": f"{payment['reference']}:create"},
    )
    assert made.id == found.id
