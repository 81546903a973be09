"""Money that an order does not take goes back by itself, exactly once; the order's ledger nets to what the order costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in


def paid(shop: Shop, payment: dict[str, Any], key: str) -> None:
    shop.provider.pay(payment["reference"])
    assert shop.webhook(told(payment, key=key)).status == 200
    shop.work()


def order(shop: Shop) -> OrderRecord:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return record


def given_back(provider: Provider) -> list[tuple[str, int]]:
    return sorted((one["reference"], one["amount"]) for one in provider.refunds.values())


@pytest.mark.parametrize(("times", "newest_first"), [(1, False), (3, True)])
def test_of_two_attempts_that_are_both_paid_the_second_goes_back(shop: Shop, provider: Provider, times: int, newest_first: bool) -> None:
    """E11"""
    bus, first, second = Bus(times=times, newest_first=newest_first), shop.started(), shop.started()
    paid(shop, first, "e1")
    bus.pump()
    paid(shop, second, "e2")
    bus.pump()
    assert given_back(provider) == [(second["reference"], 12900)]
    assert balances() == {"provider:sandbox:sandbox": 12900, f"order:{shop.order_id}": -12900}
    assert (order(shop).status, order(shop).payment_status) == ("paid", "paid")
    (aside,) = events_in(PaymentsTable, "payment.refunded")
    assert (aside.data["payment_id"], aside.data["amount"]) == (second["id"], 12900)


def test_money_after_the_cancellation_goes_back(shop: Shop, provider: Provider) -> None:
    """E11"""
    bus, payment = Bus(times=2), shop.started()
    OrderRecord(order_pk(shop.order_id), ORDER_SK).update([OrderRecord.status.set("cancelled"), OrderRecord.version.set(2)])
    paid(shop, payment, "e1")
    bus.pump()
    assert given_back(provider) == [(payment["reference"], 12900)]
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": 0}
    assert order(shop).status == "cancelled"


def test_a_payment_that_failed_and_then_succeeds_pays_the_order(shop: Shop, provider: Provider) -> None:
    """E11, E10"""
    bus, payment = Bus(), shop.started()
    shop.webhook(told(payment, "charge.failed", key="e1"))
    shop.work()
    bus.pump()
    assert (order(shop).status, shop.payment(payment["id"])["failure"]) == ("pending_payment", "declined_by_customer_or_bank")
    paid(shop, payment, "e2")
    bus.pump()
    assert (order(shop).status, provider.refunds) == ("paid", {})
    assert balances()[f"order:{shop.order_id}"] == -12900


@pytest.mark.parametrize("wrong", [{"amount": 12901}, {"amount": 1}, {"currency": "USD"}])
def test_money_of_another_amount_or_currency_is_put_aside_and_told_once(shop: Shop, wrong: dict[str, Any]) -> None:
    """E11"""
    bus, payment = Bus(), shop.started()
    for key in ("e1", "e2"):
        shop.webhook(told(payment, key=key, **wrong))
    shop.work()
    bus.pump()
    assert (balances(), order(shop).status) == ({}, "pending_payment")
    (alarm,) = events_in(PaymentsTable, "payment.quarantined")
    assert alarm.data["reason"] == ("currency_mismatch" if "currency" in wrong else "amount_mismatch")


def test_a_paid_order_that_is_cancelled_is_refunded_once(shop: Shop, provider: Provider) -> None:
    """E16"""
    bus, payment = Bus(times=2), shop.started()
    paid(shop, payment, "e1")
    bus.pump()
    shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 900, "currency": "CNY"}})
    shop.cancel()
    bus.pump()
    assert sorted(amount for _, amount in given_back(provider)) == [900, 12000]
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": 0}
    assert (order(shop).status, order(shop).payment_status) == ("cancelled", "refunded")


def test_an_automatic_refund_whose_answer_is_lost_is_cleared_up_and_not_repeated(shop: Shop, provider: Provider) -> None:
    """E11"""
    bus, first, second = Bus(), shop.started(), shop.started()
    paid(shop, first, "e1")
    paid(shop, second, "e2")
    provider.lost_answers = 1
    bus.pump()
    shop.work(shop.due())
    bus.pump()
    assert given_back(provider) == [(second["reference"], 12900)]
    assert balances()[f"order:{shop.order_id}"] == -12900


def test_a_second_charge_on_the_same_attempt_is_put_aside_and_alarmed_once(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """E11: it cannot be told apart at the provider, whose name for it is the attempt's: people give it back"""
    bus, payment = Bus(times=2), shop.started()
    paid(shop, payment, "e1")
    bus.pump()
    caplog.clear()
    for key in ("e2", "e3"):
        assert shop.webhook(told(payment, key=key, id="sbx_another_charge")).status == 200
        shop.work()
    bus.pump()
    assert balances() == {"provider:sandbox:sandbox": 12900, f"order:{shop.order_id}": -12900}
    assert alarms(caplog) == [("payment.quarantined", payment["id"], "captured_twice")]
    assert (order(shop).payment_status, shop.provider.refunds) == ("paid", {})


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"amount": 1}, "amount_mismatch"), ({"currency": "USD"}, "currency_mismatch"), ({"reference": "x"}, "unknown_reference")],
)
def test_what_does_not_fit_raises_the_alarm_once(shop: Shop, caplog: pytest.LogCaptureFixture, change: dict[str, Any], reason: str) -> None:
    """E11"""
    payment = shop.started()
    for _ in range(3):
        assert shop.webhook(told(payment, key="e1", **change)).status == 200
        shop.work()
    assert [(name, why) for name, _, why in alarms(caplog)] == [("payment.quarantined", reason)]


def test_money_that_arrives_after_both_the_close_and_the_cancellation_goes_back_once(shop: Shop, provider: Provider) -> None:
    """E11: the webhook, its repetition and the sweep all tell it"""
    bus, payment = Bus(times=2, newest_first=True), shop.started()
    shop.cancel()
    bus.pump()
    assert shop.payment(payment["id"])["status"] == "voided"
    for key in ("e1", "e1", "e2"):
        paid(shop, payment, key)
        bus.pump()
    with clock.frozen(clock.now() + timedelta(minutes=40)):
        shop.work(shop.due())
        bus.pump()
    assert given_back(provider) == [(payment["reference"], 12900)]
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": 0}


def alarms(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """The alarming metrics as CloudWatch counts them: name, subject and reason."""
    found = [record.__dict__ for record in caplog.records if "alarm" in record.__dict__]
    for one in found:
        assert one["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["alarm"]]
        assert one["alarms"] == [1.0]
    return [(one["alarm"], one["subject"], one["reason"]) for one in found]
