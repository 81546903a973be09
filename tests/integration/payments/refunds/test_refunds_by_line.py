"""Refunds by line, quantity and shipping, over several payments, and again after a failure. E16"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.payments.app import app
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order


@pytest.fixture
def bought(shop: Shop) -> dict[str, Any]:
    """Two shirts and a hat at 450.00 each, delivery 8.00; paid."""
    order = replace(an_order(), payment_deadline=times.iso(clock.now() + timedelta(minutes=30)))
    store_order(order, "pending_payment")
    shop.order_id = order.id
    answer = Client(app, bearer("owner")).post(f"/v1/orders/{order.id}/payments", {"provider": "sandbox"})
    assert answer.status == 201, answer.text
    payment: dict[str, Any] = answer.json
    pay(shop, payment, "e1")
    return payment


def pay(shop: Shop, payment: dict[str, Any], key: str) -> None:
    shop.webhook(told(payment, key=key))
    shop.work()


def refund(shop: Shop, lines: list[dict[str, Any]] | None = None, shipping: int | None = None, amount: int | None = None) -> Answer:
    body: dict[str, Any] = {"reason": "too small"}
    if lines:
        body["lines"] = lines
    for name, value in (("shipping", shipping), ("amount", amount)):
        if value is not None:
            body[name] = {"amount": value, "currency": "CNY"}
    return shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", body)


def test_by_quantity_shipping_and_line_until_everything_is_back(shop: Shop, bought: dict[str, Any], provider: Provider) -> None:
    first = refund(shop, [{"line_id": "line_0", "quantity": 1}], shipping=300)
    assert (first.status, first.json["amount"]["amount"]) == (201, 45300)
    assert first.json["parts"][0] == {
        "kind": "line",
        "line_id": "line_0",
        "quantity": 1,
        "amount": {"amount": 45000, "currency": "CNY"},
    }
    assert refund(shop, [{"line_id": "line_0", "quantity": 2}]).code == "line_quantity_exceeded"
    assert refund(shop, shipping=501).code == "shipping_exceeded"
    assert refund(shop, [{"line_id": "line_0"}, {"line_id": "line_1"}], shipping=500).json["amount"]["amount"] == 90500
    assert refund(shop, amount=1).code == "refund_exceeds_captured"
    assert sorted(one["amount"] for one in provider.refunds.values()) == [45300, 90500]
    assert balances()[f"order:{shop.order_id}"] == 0
    told_parts = [event.data["parts"] for event in events_in(PaymentsTable, "payment.refunded")]
    assert [(part["line_id"], part["quantity"]) for parts in told_parts for part in parts if part["kind"] == "line"] == [
        ("line_0", 1),
        ("line_0", 1),
        ("line_1", 1),
    ]


def test_two_at_once_never_give_the_same_piece_back_twice(shop: Shop, bought: dict[str, Any], provider: Provider) -> None:
    url, body = f"/v1/admin/orders/{shop.order_id}/refunds", {"reason": "x", "lines": [{"line_id": "line_0", "quantity": 1}]}
    headers = bearer("finance")
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: Client(app, headers).post(url, body).status, range(4)))
    assert (statuses, len(provider.refunds)) == ([201, 201, 422, 422], 2)


def test_what_one_payment_cannot_bear_is_spread_over_several(shop: Shop, bought: dict[str, Any], provider: Provider) -> None:
    # A second payment that nobody has given back yet, as when the order has not heard of it.
    second = Client(app, bearer("owner")).post(f"/v1/orders/{shop.order_id}/payments", {"provider": "sandbox"}).json
    pay(shop, second, "e2")
    answer = refund(shop, amount=135_900)
    assert [(one["payment_id"], one["amount"]["amount"]) for one in (answer.json, *answer.json["others"])] == [
        (bought["id"], 135_800),
        (second["id"], 100),
    ]
    assert sorted(one["amount"] for one in provider.refunds.values()) == [100, 135_800]


def test_a_failed_refund_is_tried_again_once_and_its_pieces_are_free_meanwhile(
    shop: Shop, bought: dict[str, Any], provider: Provider
) -> None:
    provider.refuse = (402, "balance_too_low")
    failed = refund(shop, [{"line_id": "line_0"}]).json
    provider.refuse = None
    url = f"/v1/admin/orders/{shop.order_id}/refunds/{failed['id']}/retry"
    again = shop.finance.post(url)
    assert (again.status, again.json["retry_of"], again.json["amount"]["amount"]) == (201, failed["id"], 90000)
    assert (shop.finance.post(url).code, len(provider.refunds)) == ("refund_not_failed", 1)
    assert refund(shop, [{"line_id": "line_0", "quantity": 1}]).code == "line_quantity_exceeded"
    listed = shop.finance.get(f"/v1/admin/orders/{shop.order_id}/refunds").json["data"]
    assert sorted(one["status"] for one in listed) == ["failed", "succeeded"]


def test_pieces_that_went_back_meanwhile_are_not_retried(shop: Shop, bought: dict[str, Any], provider: Provider) -> None:
    provider.refuse = (402, "balance_too_low")
    failed = refund(shop, [{"line_id": "line_1"}]).json
    provider.refuse = None
    assert refund(shop, [{"line_id": "line_1"}]).status == 201
    retried = shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds/{failed['id']}/retry")
    assert (retried.status, retried.code, len(provider.refunds)) == (422, "line_quantity_exceeded", 1)
    assert shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds/ref_x/retry").status == 404


def test_what_a_refund_would_give_back_is_told_before_and_nothing_is_done(shop: Shop, bought: dict[str, Any], provider: Provider) -> None:
    """X46"""
    url = f"/v1/admin/orders/{shop.order_id}/refunds/preview"

    def preview(**wish: Any) -> Answer:
        return shop.finance.post(url, {"reason": "-", **wish})

    seen = preview(lines=[{"line_id": "line_0", "quantity": 1}], shipping={"amount": 300, "currency": "CNY"})
    assert (seen.status, seen.json["amount"]["amount"], seen.json["left"]["amount"]) == (200, 45300, 90500)
    assert [(part["kind"], part["amount"]["amount"]) for part in seen.json["parts"]] == [("line", 45000), ("shipping", 300)]
    assert seen.json["payments"] == [{"payment_id": bought["id"], "amount": {"amount": 45300, "currency": "CNY"}, "by_hand": False}]
    assert preview().json["amount"]["amount"] == 135800
    assert preview(lines=[{"line_id": "line_0", "quantity": 3}]).code == "line_quantity_exceeded"
    assert preview(amount={"amount": 1, "currency": "EUR"}).code == "currency_mismatch"
    assert Client(app, bearer("support")).post(url, {"reason": "-"}).status == 403
    assert (provider.refunds, events_in(PaymentsTable, "payment.refunded")) == ({}, [])
    made = refund(shop, [{"line_id": "line_0", "quantity": 1}], shipping=300)
    assert (made.json["amount"], made.json["parts"]) == (seen.json["amount"], seen.json["parts"])
    assert preview().json["amount"]["amount"] == 90500
