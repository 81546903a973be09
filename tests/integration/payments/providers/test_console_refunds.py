"""Refunds that somebody makes in the provider's own console, and refunds that fail or are never decided. F-D7, F-D8"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.payments.providers import provider_named
from functions.payments.reconciling.reconcile import reconcile
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.providers.trading import PROVIDERS, Trading
from tests.integration.payments.shop import balances
from tests.support.events import events_in

# UnionPay tells nobody of a refund made in its console; its file names the refund only.
BROWSERS = [("alipay", "page"), ("alipay", "wap"), ("alipay", "app"), ("unionpay", "web"), ("unionpay", "wap")]
TELL = ("alipay", "stripe", "wechatpay")


def asked(shop: Trading, amount: int) -> Any:
    return shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "amount": {"amount": amount, "currency": "CNY"}})


def control(shop: Trading, code: str, reference: str, body: dict[str, Any]) -> Any:
    url = f"{shop.outside.url}/sandbox/payments/{code}/{reference}"
    return shop.outside.http.request("POST", url, body=json.dumps(body).encode())


def in_console(shop: Trading, payment: dict[str, Any], amount: int) -> None:
    answer = control(shop, payment["provider"], payment["reference"], {"outcome": "refund", "amount": amount})
    assert answer.status == 200, answer.data


def check_booked(shop: Trading, amount: int) -> None:
    (known,) = shop.finance.get(f"/v1/admin/orders/{shop.order_id}/refunds").json["data"]
    assert (known["origin"], known["status"], known["amount"]["amount"]) == ("provider", "succeeded", amount)
    assert balances()[f"order:{shop.order_id}"] == amount - 12900
    assert asked(shop, 12901 - amount).code == "refund_exceeds_captured"
    assert len(events_in(PaymentsTable, "payment.refunded")) == 1
    assert events_in(PaymentsTable, "payment.quarantined") == []


@pytest.mark.parametrize("code", TELL)
def test_what_is_told_is_booked_once(shop: Trading, code: str) -> None:
    in_console(shop, shop.captured(code), 9000)
    (hook,) = shop.outside.hooks(1, code)
    for _ in range(2):
        assert shop.deliver(hook).status == 200
        shop.work()
    check_booked(shop, 9000)


@pytest.mark.parametrize("code", TELL)
def test_what_only_the_bill_tells_is_booked_once(shop: Trading, code: str) -> None:
    # A day of its own: the providers remember what other tests did.
    noon = times.parse(f"2026-0{5 + TELL.index(code)}-17T04:00:00Z")
    with clock.frozen(noon):
        in_console(shop, shop.captured(code), 9000)
        shop.outside.hooks(1, code)
        day = (clock.now() + provider_named(code).caps.bill_offset).date()
    with clock.frozen(noon + timedelta(days=1)):
        reconcile(code, day)
        reconcile(code, day)
    check_booked(shop, 9000)
    (run,) = shop.finance.get("/v1/admin/reconciliations").json["data"]
    assert run["differences"]["extra"] == 0


@pytest.mark.parametrize("code", PROVIDERS)
def test_a_refund_that_fails(shop: Trading, code: str) -> None:
    payment = shop.captured(code)
    shop.outside.act(code, payment["reference"], None, refund_fails=True)
    shop.refund(1000)
    with shop.later(6):
        shop.sweep()
    assert shop.refunds() == [(1000, "failed")]
    assert balances()[f"order:{shop.order_id}"] == -12900
    shop.outside.box.clear()
    shop.refund(12900)
    assert len(shop.refunds()) == 2


@pytest.mark.parametrize("code", PROVIDERS)
def test_a_refund_that_stays_pending(shop: Trading, code: str) -> None:
    payment = shop.captured(code)
    shop.outside.act(code, payment["reference"], None, refund_pends=True)
    shop.refund(1000)
    with shop.later(6):
        shop.sweep()
    assert (shop.refunds(), asked(shop, 12900).code) == ([(1000, "pending")], "refund_exceeds_captured")


@pytest.mark.parametrize(("code", "method"), BROWSERS)
def test_the_customer_acts_without_a_browser(shop: Trading, code: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = shop.started(provider=code, method=method)
    actions = {payment["reference"]: payment["next_action"]}
    monkeypatch.setattr(shop.outside.world, "_begun", actions.get)
    assert control(shop, code, payment["reference"], {"outcome": "pay"}).status == 200
    assert control(shop, code, "unheard", {"outcome": "pay"}).status == 404
    shop.deliver(shop.outside.hooks(1, code)[0])
    shop.work()
    assert shop.payment(payment["id"])["status"] == "captured"


def test_an_unknown_outcome_is_answered_with_those_there_are(shop: Trading) -> None:
    payment = shop.start("stripe")
    answer = control(shop, "stripe", payment["reference"], {"outcome": "steal"})
    assert answer.status == 422
    for outcome in ("pay", "fail", "abandon", "refund", "dispute", "dispute_won", "dispute_lost"):
        assert outcome in answer.data.decode()
