"""What is for newcomers holds for the first paid order only, whatever is placed and paid at the same time."""

from __future__ import annotations

import uuid

import pytest

from functions.orders import payable
from functions.orders.app import apply_payments
from functions.orders.checkout import place_order
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.promotions.store.records import PromotionsTable
from functions.shared.auth.caller import Caller
from tests.integration.orders.buyer import captured
from tests.integration.promotions.shop import a_cart, a_coupon, customer_of, funds, use
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


def status_for_payer(order_id: str, subject: str) -> str:
    return payable(order_id, caller=Caller(id=customer_of(subject)), order_token=None).status


def test_refused_from_the_moment_another_order_is_paid_before_it_is_told() -> None:
    """I02: the event of the payment has not arrived in this domain, so the preview still offers it; the order does not get it."""
    a_coupon(rule={"audience": {"newcomer_only": True}})
    subject = str(uuid.uuid4())
    first, second = a_cart(subject=subject), a_cart(subject=subject)
    order = first.place().json
    use(second, "SAVE10")
    agreed = second.preview()
    assert agreed["totals"]["discount"]["amount"] == 1000
    apply_payments(sqs_of_events([captured(order)]), None)
    refused = second.place(agreed["preview_hash"])
    assert (refused.status, refused.code, refused.json["reason"]) == (409, "coupon_unusable", "newcomers_only")
    assert (events_in(PromotionsTable, "coupon.reserved"), len(events_in(OrdersTable, "order.placed"))) == ([], 1)


def test_an_order_with_it_cannot_be_paid_once_another_one_was() -> None:
    """I02: it runs out like any unpaid order; cancelled, everything comes back."""
    coupon = a_coupon(rule={"audience": {"newcomer_only": True}}, limits={"uses": 5})
    subject = str(uuid.uuid4())
    with_it, without = a_cart(subject=subject), a_cart(subject=subject)
    use(with_it, "SAVE10")
    waiting, ordinary = with_it.place().json, without.place().json
    assert (status_for_payer(waiting["id"], subject), status_for_payer(ordinary["id"], subject)) == ("pending_payment",) * 2
    apply_payments(sqs_of_events([captured(ordinary)]), None)
    assert (status_for_payer(waiting["id"], subject), status_for_payer(ordinary["id"], subject)) == ("offer_lapsed", "paid")
    payer = Client(payments_app, bearer(subject=subject))
    refused = payer.post(f"/v1/orders/{waiting['id']}/payments", {"provider": "sandbox", "return_url": "https://shop.example/back"})
    assert (refused.status, refused.code, refused.json["order_status"]) == (409, "order_not_payable", "offer_lapsed")
    assert with_it.client.post(f"/v1/orders/{waiting['id']}/cancel", {}).status == 200
    assert funds(coupon["id"]).uses_left == 5


def test_the_order_with_it_paid_first_stays_payable_and_paid() -> None:
    """I02"""
    a_coupon(rule={"audience": {"newcomer_only": True}})
    subject = str(uuid.uuid4())
    with_it, without = a_cart(subject=subject), a_cart(subject=subject)
    use(with_it, "SAVE10")
    order, later = with_it.place().json, without.place().json
    for paid in (order, order, later):
        assert apply_payments(sqs_of_events([captured(paid, f"pay_{paid['id']}")]), None) == {"batchItemFailures": []}
    assert (status_for_payer(order["id"], subject), status_for_payer(later["id"], subject)) == ("paid", "paid")


def test_two_orders_at_once_use_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """I02, F-E: neither is paid, so only the customer's own record stands between."""
    coupon = a_coupon(rule={"audience": {"newcomer_only": True}}, limits={"uses": 5})
    subject = str(uuid.uuid4())
    first, second = a_cart(subject=subject), a_cart(subject=subject)
    for buyer in (first, second):
        use(buyer, "SAVE10")
    in_between(monkeypatch, place_order, "promoted_state", first.place)
    refused = second.place()
    assert (refused.code, refused.json["reason"], funds(coupon["id"]).uses_left) == ("coupon_unusable", "newcomers_only", 4)
