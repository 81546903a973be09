"""Starting a payment: one charge whatever dies or is repeated, and only for an order that can be paid."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from functions.shared.outside import clock
from functions.shared.sealing import key_for, of_this_month
from tests.integration.orders.buyer import counted
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, everything
from tests.support.http import Client
from tests.support.identity import bearer


def test_a_payment_is_a_charge_at_the_provider_and_a_next_action(shop: Shop, provider: Provider) -> None:
    """E01"""
    payment = shop.started(return_url="https://shop.example/orders")
    charge = provider.charges[payment["reference"]]
    assert payment["status"] == "pending"
    assert payment["next_action"] == {"kind": "redirect", "url": f"http://pay/{payment['reference']}", "params": {}}
    assert (charge["amount"], charge["currency"]) == (12900, "CNY")
    assert charge["notify_url"] == "http://localhost:8000/v1/webhooks/payments/sandbox"
    assert charge["return_url"] == "https://shop.example/orders"
    assert shop.payment(payment["id"]) == payment
    assert shop.guest.get(f"/v1/orders/{shop.order_id}/payments").json["data"] == [payment]


def test_a_start_is_two_reads_and_two_writes_and_a_repetition_is_one_read_more(shop: Shop) -> None:
    # Once an hour and process.
    key_for(of_this_month("payments"))
    with counted() as calls:
        assert shop.pay("k1").status == 201
    # One batch and the update count against stolen cards being tried out (ADR 60); one batch is what risk was told before (ADR 72).
    assert calls == {"BatchGetItem": 3, "TransactWriteItems": 2, "UpdateItem": 1}
    with counted() as calls:
        assert shop.pay("k1").status == 201
    assert calls == {"BatchGetItem": 2}


def test_a_key_whose_answer_is_read_before_the_order_is_opened_tells_a_stranger_nothing(shop: Shop) -> None:
    """X01: what lies under the order's key is read together with the order, and given to its buyer only."""
    assert shop.pay("k1").status == 201
    url, header = f"/v1/orders/{shop.order_id}/payments", {"idempotency-key": "k1"}
    for stranger in ({}, bearer(subject=str(uuid4())), {"x-order-token": "x" * 43}):
        refused = Client(shop.finance.app).call("POST", url, {"provider": "sandbox"}, {**header, **stranger})
        assert (refused.status, "idempotent-replayed" in refused.headers) == (404, False)


def test_the_same_key_gets_the_first_answer_and_one_charge(shop: Shop, provider: Provider) -> None:
    """X01"""
    first, again = shop.pay("k1"), shop.pay("k1")
    assert (first.status, again.status, again.text) == (201, 201, first.text)
    assert again.headers["idempotent-replayed"] == "true"
    assert len(provider.charges) == 1
    other = shop.pay("k1", return_url="https://elsewhere.example/")
    assert (other.status, other.code, len(provider.charges)) == (422, "idempotency_key_reused", 1)


def test_parallel_calls_with_one_key_make_one_charge(shop: Shop, provider: Provider) -> None:
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: shop.pay("k1"), range(5)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(provider.charges) == 1


def test_an_unknown_answer_is_503_and_the_same_call_goes_on_from_there(shop: Shop, provider: Provider) -> None:
    provider.lost_answers = 1
    lost = shop.pay("k1")
    assert (lost.status, lost.code, lost.headers["retry-after"]) == (503, "payment_outcome_unknown", "1")
    again = shop.pay("k1")
    assert (again.status, len(provider.charges)) == (201, 1)
    assert [call.split()[0] for call in provider.calls] == ["POST", "GET", "POST"]
    assert "idempotent-replayed" not in again.headers
    other = shop.pay("k1", method="wallet")
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_what_was_paid_while_the_answer_was_lost_is_not_started_again(shop: Shop, provider: Provider) -> None:
    """E11: an unknown outcome is asked about before anything is repeated"""
    provider.lost_answers = 1
    assert shop.pay("k1").status == 503
    (reference,) = provider.charges
    provider.pay(reference)
    again = shop.pay("k1")
    assert (again.status, again.json["status"], again.json["next_action"]["kind"]) == (201, "captured", "none")
    assert [call.split()[0] for call in provider.calls] == ["POST", "GET"]
    assert balances()[f"order:{shop.order_id}"] == -12900


def test_while_nothing_can_be_asked_nothing_is_started_again(shop: Shop, provider: Provider) -> None:
    provider.lost_answers = 2
    assert [shop.pay("k1").code for _ in range(2)] == ["payment_outcome_unknown"] * 2
    assert [call.split()[0] for call in provider.calls] == ["POST", "GET"]
    assert shop.pay("k1").status == 201


def test_after_an_unknown_answer_another_request_cannot_take_the_attempt(shop: Shop, provider: Provider) -> None:
    provider.lost_answers = 1
    shop.pay("k1")
    other = shop.pay("k1", return_url="https://elsewhere.example/")
    assert (other.status, other.code, len(provider.calls)) == (422, "idempotency_key_reused", 1)


def test_a_provider_that_declines_makes_a_failed_payment(shop: Shop, provider: Provider) -> None:
    """E10"""
    provider.refuse = (402, "card_declined")
    payment = shop.started()
    assert (payment["status"], payment["failure"], payment["next_action"]["kind"]) == ("failed", "card_declined", "none")
    provider.refuse = None
    assert shop.started()["status"] == "pending"


@pytest.mark.parametrize(("status", "code"), [(429, "provider_busy"), (401, "provider_unavailable"), (503, "payment_outcome_unknown")])
def test_a_provider_that_cannot_now_is_503(shop: Shop, provider: Provider, status: int, code: str) -> None:
    provider.refuse = (status, "x")
    answer = shop.pay("k1")
    assert (answer.status, answer.code) == (503, code)
    assert int(answer.headers["retry-after"]) > 0


def test_an_order_that_cannot_be_paid_is_409_and_no_charge_is_made(shop: Shop, provider: Provider) -> None:
    for order_id, code in [
        (shop.place(status="paid"), "order_not_payable"),
        (shop.place(status="cancelled"), "order_not_payable"),
        (shop.place(minutes=0), "payment_deadline_passed"),
        (shop.place(total=0), "nothing_to_pay"),
    ]:
        answer = shop.pay(order_id=order_id)
        assert (answer.status, answer.code) == (409, code)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert shop.pay().code == "payment_deadline_passed"
    assert (provider.calls, everything()) == ([], [])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"provider": "paypal"}, "/provider"),
        ({"provider": "NO!"}, "/provider"),
        ({"method": "cash"}, "/method"),
        ({"return_url": "javascript:alert(1)"}, "/return_url"),
        ({"amount": 1}, "/amount"),
    ],
)
def test_wishes_that_do_not_fit_are_422(shop: Shop, provider: Provider, body: dict[str, Any], pointer: str) -> None:
    answer = shop.pay(**body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert (provider.calls, everything()) == ([], [])


def test_strangers_do_not_learn_of_payments(shop: Shop, provider: Provider) -> None:
    """H07"""
    payment = shop.started()
    for url in (f"/v1/payments/{payment['id']}", f"/v1/orders/{shop.order_id}/payments", f"/v1/payment_methods?order={shop.order_id}"):
        assert shop.stranger.get(url).status == 404
        assert shop.guest.get(url).status == 200
    refused = shop.stranger.post(f"/v1/orders/{shop.order_id}/payments", {"provider": "sandbox"})
    assert (refused.status, len(provider.calls)) == (404, 1)
    assert shop.guest.get("/v1/payments/pay_nonsense").status == 404


def test_methods_are_offered_in_the_readers_language(shop: Shop) -> None:
    """E01"""
    answer = shop.guest.get(f"/v1/payment_methods?order={shop.order_id}", accept_language="en")
    assert answer.json["data"] == [
        {"provider": "sandbox", "method": "wallet", "title": "Test wallet"},
        {"provider": "manual", "method": "bank_transfer", "title": "Bank transfer"},
        {"provider": "manual", "method": "cash_on_delivery", "title": "Cash on delivery"},
    ]
    assert shop.guest.get(f"/v1/payment_methods?order={shop.place(status='paid')}").json["data"] == []


def test_a_deployed_shop_has_no_sandbox(shop: Shop, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """E12"""
    from functions.shared.plain import settings

    monkeypatch.setenv("STAGE", "prod")
    settings.settings.cache_clear()
    assert shop.pay().json["errors"][0]["code"] == "unsupported_provider"
    assert shop.webhook(b"{}").status == 404
    assert {one["provider"] for one in shop.guest.get(f"/v1/payment_methods?order={shop.order_id}").json["data"]} == {"manual"}
    assert (provider.calls, everything()) == ([], [])


def test_staff_see_the_payments_of_an_order(shop: Shop) -> None:
    payment = shop.started()
    url = f"/v1/admin/payments?order={shop.order_id}"
    assert shop.stranger.get(url).status == 401
    assert shop.stranger.call("GET", url, None, bearer("warehouse")).status == 403
    (seen,) = shop.finance.get(url).json["data"]
    number = shop.finance.get(f"/v1/admin/payments/{payment['id']}").json["order_number"]
    assert seen == payment | {"version": seen["version"], "private_metadata": {}, "order_number": number}
