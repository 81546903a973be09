"""Applying what providers say: right whatever the order, the repetition or the crash; what does not fit is put aside."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.payments.app import process_webhooks
from functions.payments.store.records import PaymentsTable
from functions.payments.webhooks import process_webhook
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, everything, told
from tests.support.events import events_in


def test_failed_then_succeeded_pays(shop: Shop) -> None:
    """E10"""
    payment = shop.started()
    shop.webhook(told(payment, "charge.failed", key="sbxevt_1"))
    shop.work()
    failed = shop.payment(payment["id"])
    assert (failed["status"], failed["failure"]) == ("failed", "declined_by_customer_or_bank")
    assert balances() == {}
    shop.webhook(told(payment, "charge.succeeded", key="sbxevt_2"))
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.failed", "payment.captured"]


def test_succeeded_then_failed_stays_paid(shop: Shop) -> None:
    payment = shop.started()
    for number, kind in enumerate(("charge.succeeded", "charge.failed")):
        shop.webhook(told(payment, kind, key=f"sbxevt_{number}"))
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured"]


def test_every_order_of_doubled_messages_gives_one_ledger(shop: Shop) -> None:
    """E11"""
    results = set()
    for order in itertools.permutations(["charge.failed", "charge.succeeded", "charge.closed"]):
        payment = shop.started()
        for number, kind in enumerate(order * 2):
            shop.webhook(told(payment, kind, key=f"{payment['id']}-{kind}-{number}"))
        shop.webhook(told(payment, key="forged"), secret="another")
        shop.work()
        final = shop.payment(payment["id"])
        results.add((final["status"], final["captured"]["amount"], final["refunded"]["amount"]))
    assert results == {("captured", 12900, 0)}
    assert balances() == {"provider:sandbox:sandbox": 6 * 12900, f"order:{shop.order_id}": -6 * 12900}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"amount": 12901}, "amount_mismatch"),
        ({"amount": 1}, "amount_mismatch"),
        ({"currency": "USD"}, "currency_mismatch"),
    ],
)
def test_money_that_does_not_fit_is_put_aside(shop: Shop, change: dict[str, Any], reason: str) -> None:
    """E02, E11"""
    payment = shop.started()
    shop.webhook(told(payment, **change))
    shop.work()
    shop.webhook(told(payment, key="sbxevt_again", **change))
    shop.work()
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["payment_id"], event.data["reason"]) == ("payment.quarantined", payment["id"], reason)
    assert shop.payment(payment["id"])["status"] == "pending"
    assert balances() == {}


def test_after_a_message_put_aside_the_true_one_still_counts(shop: Shop) -> None:
    payment = shop.started()
    shop.webhook(told(payment, amount=1))
    shop.webhook(told(payment, key="sbxevt_2"))
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"


@pytest.mark.parametrize("reference", ["01jd0000000000000000000000", "nobody", "../../etc"])
def test_a_message_about_nothing_of_ours_is_put_aside(shop: Shop, reference: str) -> None:
    payment = shop.started()
    assert shop.webhook(told({**payment, "reference": reference})).status == 200
    shop.work()
    (event,) = events_in(PaymentsTable)
    assert (event.type, event.data["reason"], event.data["payment_id"]) == ("payment.quarantined", "unknown_reference", "")
    assert shop.payment(payment["id"])["status"] == "pending"


def test_a_refund_nobody_asked_for_is_booked_as_refund_and_lowers_what_can_be_refunded(shop: Shop) -> None:
    """F-D8: made in the provider's console."""
    payment = shop.started()
    shop.webhook(told(payment))
    for _ in range(2):
        shop.webhook(told(payment, "refund.succeeded", key="sbxevt_2", refund_id="unheard", amount=9000))
        shop.work()
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured", "payment.refunded"]
    assert balances()[f"order:{shop.order_id}"] == -3900
    url = f"/v1/admin/orders/{shop.order_id}/refunds"
    (refund,) = shop.finance.get(url).json["data"]
    assert (refund["origin"], refund["status"], refund["amount"]["amount"]) == ("provider", "succeeded", 9000)
    assert shop.finance.post(url, {"reason": "x", "amount": {"amount": 3901, "currency": "CNY"}}).code == "refund_exceeds_captured"
    shop.webhook(told(payment, "refund.succeeded", key="sbxevt_3", refund_id="more", amount=3901))
    shop.work()
    assert balances()[f"order:{shop.order_id}"] == -3900
    assert [event.data["reason"] for event in events_in(PaymentsTable, "payment.quarantined")] == ["refund_exceeds_captured"]


def test_a_worker_that_dies_midway_is_repeated_and_counts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    shop.webhook(told(payment))
    messages = shop.waiting()

    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(process_webhook, "apply_event", die)
    answer = process_webhooks({"Records": messages}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": messages[0]["messageId"]}]}
    monkeypatch.undo()
    assert events_in(PaymentsTable) == []
    shop.work(messages * 2)
    assert len(events_in(PaymentsTable)) == 1


def test_workers_in_parallel_count_once(shop: Shop) -> None:
    payment = shop.started()
    for number in range(6):
        shop.webhook(told(payment, ("charge.failed", "charge.succeeded")[number % 2], key=f"sbxevt_{number}"))
    messages = shop.waiting()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda message: shop.work([message, message]), messages))
    assert shop.payment(payment["id"])["captured"]["amount"] == 12900
    assert [event.type for event in events_in(PaymentsTable)].count("payment.captured") == 1
    assert balances() == {"provider:sandbox:sandbox": 12900, f"order:{shop.order_id}": -12900}


def test_a_poisonous_message_fails_alone(shop: Shop) -> None:
    payment = shop.started()
    shop.webhook(told(payment))
    poison = {"messageId": "poison", "body": json.dumps({"provider": "sandbox", "key": "never stored"})}
    answer = process_webhooks({"Records": [poison, *shop.waiting()]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert shop.payment(payment["id"])["status"] == "captured"


def test_two_attempts_can_both_be_paid_and_both_are_told(shop: Shop, provider: Provider) -> None:
    """E11: what is too much is for the order to give back"""
    first, second = shop.started(), shop.started()
    for payment in (first, second):
        shop.webhook(told(payment, key=payment["id"]))
    shop.work()
    told_of = [event.data["payment_id"] for event in events_in(PaymentsTable, "payment.captured")]
    assert sorted(told_of) == sorted([first["id"], second["id"]])
    assert len(provider.charges) == 2
    assert not any(item["kind"]["S"] == "quarantine" for item in everything())
