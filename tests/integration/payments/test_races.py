"""Two at the same moment, made certain: the second one acts between the first one's read and its write."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

import functions.payments.refunds.give_back as giving_back
from functions.payments.attempts import poll_payment
from functions.payments.facts import apply_event
from functions.payments.refunds import known_refunds
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in
from tests.support.races import in_between


def test_a_success_between_read_and_write_of_a_failure_is_not_lost(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    shop.webhook(told(payment, "charge.failed", key="sbxevt_1"))
    failure = shop.waiting()
    shop.webhook(told(payment, "charge.succeeded", key="sbxevt_2"))
    success = shop.waiting()
    in_between(monkeypatch, apply_event, "history", lambda: shop.work(success))
    shop.work(failure)
    assert shop.payment(payment["id"])["status"] == "captured"
    assert [event.type for event in events_in(PaymentsTable)] == ["payment.captured"]


def test_the_same_message_between_read_and_write_counts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.webhook(told(shop.started()))
    messages = shop.waiting()
    in_between(monkeypatch, apply_event, "history", lambda: shop.work(messages))
    shop.work(messages)
    assert len(events_in(PaymentsTable)) == 1
    assert balances()[f"order:{shop.order_id}"] == -12900


def test_a_refund_between_read_and_write_of_another_leaves_too_little(
    shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E16"""
    shop.webhook(told(shop.started()))
    shop.work()
    url, body = f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 10000, "currency": "CNY"}}
    in_between(monkeypatch, known_refunds, "histories_of", lambda: shop.finance.post(url, body))
    late = shop.finance.post(url, body)
    assert (late.status, late.code) == (422, "refund_exceeds_captured")
    assert [one["amount"] for one in provider.refunds.values()] == [10000]


def test_two_workers_that_read_at_once_ask_the_provider_once(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        in_between(monkeypatch, poll_payment, "history", lambda: poll_payment.poll(payment["id"]))
        poll_payment.poll(payment["id"])
    assert [call.split()[0] for call in provider.calls] == ["POST", "GET"]


def test_money_goes_back_by_itself_while_staff_refund(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: here only the amount's condition stands between: the order's refunds have no new version."""
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    url, body = f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 10000, "currency": "CNY"}}
    back = partial(giving_back.give_back, payment["id"], cause="cancelled", reason="order_cancelled")
    in_between(monkeypatch, known_refunds, "histories_of", back)
    assert shop.finance.post(url, body).status in (409, 422)
    assert [one["amount"] for one in provider.refunds.values()] == [12900]
