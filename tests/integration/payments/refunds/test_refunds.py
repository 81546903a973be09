"""Giving money back: never more than was paid, each refund at the provider once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.payments.app import app, sweep_payments
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, everything, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer


@pytest.fixture
def paid(shop: Shop) -> dict[str, Any]:
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    return payment


def refund(shop: Shop, amount: int | None = None, key: str | None = None) -> Answer:
    body: dict[str, Any] = {"reason": "broken"} | ({"amount": {"amount": amount, "currency": "CNY"}} if amount is not None else {})
    headers = {"idempotency-key": key} if key else {}
    return shop.finance.call("POST", f"/v1/admin/orders/{shop.order_id}/refunds", body, headers)


def listed(shop: Shop) -> list[tuple[str, int]]:
    found = shop.finance.get(f"/v1/admin/orders/{shop.order_id}/refunds").json["data"]
    return [(one["status"], one["amount"]["amount"]) for one in found]


def test_parts_until_everything_is_back_and_not_one_unit_more(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    """E16"""
    assert [refund(shop, amount).status for amount in (100, 2800, 10000)] == [201, 201, 201]
    beyond = refund(shop, 1)
    assert (beyond.status, beyond.code, beyond.json["errors"][0]["pointer"]) == (422, "refund_exceeds_captured", "/amount")
    assert listed(shop) == [("succeeded", 100), ("succeeded", 2800), ("succeeded", 10000)]
    assert len(provider.refunds) == 3
    assert shop.payment(paid["id"])["refunded"]["amount"] == 12900
    assert balances() == {"provider:sandbox:sandbox": 0, f"order:{shop.order_id}": 0}
    last = events_in(PaymentsTable, "payment.refunded")[-1]
    assert (last.data["refunded"], last.data["captured"]) == (12900, 12900)


def test_without_an_amount_everything_goes_back(shop: Shop, paid: dict[str, Any]) -> None:
    refund(shop, 900)
    answer = refund(shop)
    assert (answer.status, answer.json["amount"]["amount"], answer.json["status"]) == (201, 12000, "pending")
    assert refund(shop).code == "refund_exceeds_captured"


def test_the_same_key_refunds_once(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    first, again = refund(shop, 500, "k"), refund(shop, 500, "k")
    assert (again.status, again.text) == (201, first.text)
    assert (len(provider.refunds), listed(shop)) == (1, [("succeeded", 500)])


def test_parallel_refunds_never_give_back_more_than_was_paid(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    headers = bearer("finance")
    url, body = f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": 5000, "currency": "CNY"}}
    with ThreadPoolExecutor(5) as pool:
        statuses = sorted(pool.map(lambda _: Client(app, headers).post(url, body).status, range(5)))
    assert statuses == [201, 201, 422, 422, 422]
    assert sum(one["amount"] for one in provider.refunds.values()) == 10000


def test_the_providers_webhook_about_a_refund_counts_once(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    refund(shop, 700)
    (reference,) = provider.refunds
    data = {"refund_id": reference, "amount": 700}
    for number in range(2):
        shop.webhook(told(paid, "refund.succeeded", key=f"sbxevt_r{number}", **data))
    shop.work()
    assert shop.payment(paid["id"])["refunded"]["amount"] == 700
    assert balances()[f"order:{shop.order_id}"] == -12200
    assert len(events_in(PaymentsTable, "payment.refunded")) == 1


def test_a_lost_answer_is_cleared_up_by_the_worker(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    provider.lost_answers = 1
    assert refund(shop, 700).status == 201
    assert listed(shop) == [("pending", 700)]
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert sweep_payments({}, None)["due"] == 1
        shop.work()
    assert (listed(shop), len(provider.refunds)) == ([("succeeded", 700)], 1)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert sweep_payments({}, None)["due"] == 0


def test_a_refused_refund_fails_and_can_be_tried_again(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    provider.refuse = (402, "balance_too_low")
    refund(shop)
    assert listed(shop) == [("failed", 12900)]
    (failed,) = events_in(PaymentsTable, "payment.refund_failed")
    assert failed.data["reason"] == "balance_too_low"
    provider.refuse = None
    assert (refund(shop).status, len(provider.refunds)) == (201, 1)


def test_who_may_not_refund_changes_nothing(shop: Shop, paid: dict[str, Any], provider: Provider) -> None:
    """H07"""
    before, url = everything(), f"/v1/admin/orders/{shop.order_id}/refunds"
    assert shop.guest.post(url, {"reason": "x"}).status == 401
    assert shop.stranger.call("POST", url, {"reason": "x"}, bearer("support")).status == 403
    nothing = refund(shop, 0)
    assert (nothing.status, nothing.code, nothing.json["errors"][0]["pointer"]) == (422, "refunds_nothing", "/amount/amount")
    other = shop.finance.post(url, {"reason": "x", "amount": {"amount": 1, "currency": "USD"}})
    assert (other.status, other.code) == (422, "currency_mismatch")
    assert (everything(), provider.refunds) == (before, {})


def test_an_unpaid_order_has_nothing_to_give_back(shop: Shop) -> None:
    shop.started()
    assert refund(shop).code == "nothing_paid"
    assert shop.finance.post("/v1/admin/orders/ord_x/refunds", {"reason": "x"}).status == 404
