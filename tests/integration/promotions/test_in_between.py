"""F-E: limits and codes hold although everybody saw, before they wrote, that there was room."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

import functions.promotions.offers.confirm_uses as settling
import functions.promotions.offers.return_uses as giving_back
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react, run_due
from functions.promotions.coupons import claim_coupon, expire_coupons
from functions.promotions.store.records import CODE_SK, USED_SK, PromotionsTable, UsedRecord, code_pk, used_pk
from functions.shared.outside import clock
from tests.integration.orders.buyer import captured
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, claimed, code_of, funds, shopper, staff, use
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.races import in_between

DONE: dict[str, Any] = {"batchItemFailures": []}


def take(coupon: str, subject: str = "") -> Any:
    return shopper(subject).post(f"/v1/coupons/{coupon}/claim")


@pytest.mark.parametrize("limits", [{"claims": 1}, {"budget": 1000}])
def test_the_last_one_is_taken_while_another_takes_it(monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]) -> None:
    coupon = a_coupon(distribution="claim", limits=limits)["id"]
    in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: take(coupon))
    assert take(coupon).code == "coupon_gone"
    left = funds(coupon)
    assert (left.claims_left or 0, left.budget_left or 0) == (0, 0)


def test_a_customer_takes_it_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    coupon, subject = a_coupon(distribution="claim", limits={"claims": 9, "per_customer": 1})["id"], str(uuid.uuid4())
    in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: take(coupon, subject))
    assert (take(coupon, subject).code, funds(coupon).claims_left) == ("already_claimed", 8)


@pytest.mark.parametrize("limits", [{}, {"claims": 5}])
def test_it_is_stopped_while_it_is_taken(monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]) -> None:
    coupon = a_coupon(distribution="claim", limits=limits)["id"]
    in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: staff().patch(f"/v1/admin/coupons/{coupon}", {"stopped": True}))
    assert take(coupon).code == "coupon_gone"


def ordered(**fields: Any) -> tuple[str, str, Any, Any]:
    """(coupon, code, buyer, order) of an order with a claimed code."""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"uses": 5, "budget": 5000}, **fields)["id"]
    code = claimed(coupon, subject)
    buyer = a_cart(subject=subject)
    assert use(buyer, code).status == 200
    return coupon, code, buyer, buyer.place().json


def paid(order: Any) -> None:
    assert apply_payments(sqs_of_events([captured(order)]), None) == DONE


def heard() -> None:
    assert react(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == DONE


def test_paid_is_told_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _, code, _, order = ordered()
    paid(order)
    in_between(monkeypatch, settling, "used_by", heard)
    heard()
    assert (code_of(code).state, len(events_in(PromotionsTable, "coupon.redeemed"))) == ("redeemed", 1)


def test_redeemed_while_staff_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    coupon, code, _, order = ordered()
    paid(order)
    in_between(monkeypatch, giving_back, "used_by", heard)
    assert order_staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    heard()
    assert (code_of(code).state, funds(coupon).uses_left, funds(coupon).budget_left) == ("claimed", 5, 4000)


def test_cancelled_while_paid_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    coupon, code, _, order = ordered()
    paid(order)
    in_between(monkeypatch, settling, "used_by", lambda: order_staff().post(f"/v1/orders/{order['id']}/cancel"))
    heard()
    assert (code_of(code).state, funds(coupon).uses_left, funds(coupon).budget_left) == ("claimed", 5, 4000)
    assert events_in(PromotionsTable, "coupon.redeemed") == []


def test_a_code_for_everybody_is_given_back_while_paid_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no item of its own: only the version of what the order used says that it is back."""
    coupon = a_coupon(limits={"uses": 5})["id"]
    buyer = a_cart()
    use(buyer, "SAVE10")
    order = buyer.place().json
    paid(order)
    in_between(monkeypatch, settling, "used_by", lambda: order_staff().post(f"/v1/orders/{order['id']}/cancel"))
    heard()
    used = UsedRecord.get(used_pk(order["id"]), USED_SK)
    assert (used.state, funds(coupon).uses_left, events_in(PromotionsTable, "coupon.redeemed")) == ("returned", 5, [])


def test_used_while_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its part of the budget belongs to the order now, and is not released."""
    with clock.frozen(NOON):
        subject = str(uuid.uuid4())
        coupon = a_coupon(distribution="claim", limits={"budget": 5000}, rule={"ends_at": "2026-11-11T13:00:00"})["id"]
        code = claimed(coupon, subject)
        buyer = a_cart(subject=subject)
        use(buyer, code)

    def placed() -> None:
        with clock.frozen(NOON + timedelta(minutes=59)):
            assert buyer.place().status == 201

    in_between(monkeypatch, expire_coupons, "find_many", placed)
    with clock.frozen(NOON + timedelta(hours=1)):
        message = {"keys": [[code_pk(code_of(code).pk.partition("#")[2]), CODE_SK]]}
        assert run_due(sqs([message]), None) == DONE
    assert (code_of(code).state, funds(coupon).budget_left) == ("reserved", 4000)


def test_a_campaign_stops_while_its_coupon_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NOON):
        campaign = a_campaign()["id"]
        coupon = a_coupon(distribution="claim", campaign_id=campaign)["id"]
        assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
        in_between(monkeypatch, claim_coupon, "coupon_with_funds", lambda: staff().post(f"/v1/admin/campaigns/{campaign}/stop"))
        assert take(coupon).code == "coupon_gone"
