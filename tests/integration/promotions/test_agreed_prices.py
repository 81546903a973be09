"""Nobody pays more than the total they were last shown, and no code is dropped in silence, whether or not a preview_hash is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.checkout import place_order
from functions.orders.store.records import OrdersTable
from functions.promotions.store import live_rules
from functions.promotions.store.records import FUNDS_SK, FundsRecord, campaign_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import Buyer, a_variant, counted
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, a_promotion, funds, launched, staff, use
from tests.support.events import events_in
from tests.support.races import in_between


def total(view: Any) -> int:
    return int(view["totals"]["total"]["amount"])


def placed(buyer: Buyer, refused: Any) -> None:
    """After the refusal: the same again is refused again, its preview's hash is a deliberate yes."""
    preview = refused.json["preview"]
    again = buyer.place()
    assert (again.status, again.code, again.json["preview"]["preview_hash"]) == (409, refused.code, preview["preview_hash"])
    assert events_in(OrdersTable, "order.placed") == [] or refused.json["preview"]["cart_id"] == buyer.cart_id
    order = buyer.place(preview["preview_hash"])
    assert (order.status, total(order.json)) == (201, total(preview))


@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize(
    ("limits", "reason"), [({"uses": 1}, "used_up"), ({"per_day": 1}, "used_up_today"), ({"budget": 1500}, "budget_spent")]
)
def test_a_code_that_ran_out_is_a_refusal_with_the_new_preview(limits: dict[str, int], reason: str, hashed: bool) -> None:
    """F-A14"""
    a_coupon(limits=limits)
    first, second = a_cart(price=5000), a_cart(price=5000)
    for buyer in (first, second):
        use(buyer, "SAVE10")
    agreed = second.preview()
    assert (total(agreed), first.place().status) == (5000, 201)
    refused = second.place(agreed["preview_hash"] if hashed else None)
    assert (refused.status, refused.code, refused.json["coupon"], refused.json["reason"]) == (409, "coupon_unusable", "SAVE10", reason)
    assert (total(refused.json["preview"]), len(events_in(OrdersTable, "order.placed"))) == (6000, 1)
    placed(second, refused)


def test_taking_the_code_out_is_a_deliberate_act_as_well() -> None:
    """F-A14"""
    a_coupon(limits={"uses": 1})
    first, second = a_cart(price=5000), a_cart(price=5000)
    for buyer in (first, second):
        use(buyer, "SAVE10")
    assert (first.place().status, second.place().code) == (201, "coupon_unusable")
    assert total(second.client.delete(f"{second.cart}/coupons/SAVE10").json) == 6000
    assert total(second.place().json) == 6000


def test_a_code_once_per_customer_used_in_another_cart() -> None:
    """F-A14"""
    a_coupon(limits={"per_customer": 1})
    subject = str(uuid.uuid4())
    first, second = a_cart(subject=subject), a_cart(subject=subject)
    for buyer in (first, second):
        use(buyer, "SAVE10")
    assert first.place().status == 201
    refused = second.place()
    assert (refused.code, refused.json["reason"]) == ("coupon_unusable", "used_by_you")


def test_a_code_that_ended_at_this_second() -> None:
    """F-A14"""
    a_coupon(rule={"ends_at": "2027-01-01T00:00:00"})
    with clock.frozen(times.parse("2026-12-31T15:59:59Z")):
        buyer = a_cart()
        use(buyer, "SAVE10")
    with clock.frozen(times.parse("2026-12-31T16:00:00Z")):
        refused = buyer.place()
        assert (refused.code, refused.json["reason"]) == ("coupon_unusable", "ended")


def promotion_ended(_buyer: Buyer, _variant: str) -> None:
    campaigns = staff().get("/v1/admin/campaigns").json["data"]
    assert staff().post(f"/v1/admin/campaigns/{campaigns[0]['id']}/stop").status == 200


def price_rose(_buyer: Buyer, variant: str) -> None:
    a_variant(variant_id=variant, price=5001)


@pytest.mark.parametrize("happened", [promotion_ended, price_rose])
def test_what_else_makes_it_dearer_is_shown_before_it_is_paid(happened: Callable[[Buyer, str], None]) -> None:
    """F-A14: automatic promotions and prices alike."""
    with clock.frozen(NOON):
        launched(amount=300)
        variant = a_variant(price=5000)
        buyer = a_cart(variant=variant)
        shown = total(buyer.client.get(buyer.cart).json)
        happened(buyer, variant)
        live_rules.forget()
        refused = buyer.place()
        assert (refused.status, refused.code) == (409, "preview_changed")
        assert total(refused.json["preview"]) > shown
        placed(buyer, refused)


def test_what_makes_it_cheaper_is_no_refusal() -> None:
    """F-A14"""
    variant = a_variant(price=5000)
    buyer = a_cart(variant=variant)
    a_variant(variant_id=variant, price=4000)
    assert total(buyer.place().json) == 5000


def test_showing_another_price_costs_one_write_and_the_same_price_none() -> None:
    """F-A14, ADR 11: within three requests for a preview."""
    variant = a_variant(price=5000)
    buyer = a_cart(variant=variant)
    for path in (buyer.cart, f"{buyer.cart}/preview"):
        with counted() as calls:
            buyer.client.get(path)
        assert calls == {"GetItem": 1, "BatchGetItem": 1}
    a_variant(variant_id=variant, price=5100)
    with counted() as calls:
        version = buyer.preview()["version"]
    assert calls == {"GetItem": 1, "BatchGetItem": 1, "UpdateItem": 1}
    assert (buyer.client.get(buyer.cart).json["version"], buyer.place().status) == (version, 201)


def a_spent_campaign() -> tuple[str, Buyer]:
    campaign = a_campaign(budget=1000)["id"]
    a_promotion(campaign)
    assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
    first = a_cart(price=5000)
    assert total(first.place().json) == 5000
    assert FundsRecord.get(campaign_pk(campaign), FUNDS_SK).budget_left == 0
    return campaign, a_cart(price=5000)


@pytest.mark.parametrize("quiet", [True, False])
def test_a_spent_budget_never_discounts_a_preview(monkeypatch: pytest.MonkeyPatch, quiet: bool) -> None:
    """F-A15: after a quiet minute and in a process that has just begun; the order is placed at once."""
    with clock.frozen(NOON):
        _, buyer = a_spent_campaign()
        if quiet:
            monkeypatch.setattr(live_rules._cache, "live_until", 0.0)
        else:
            live_rules.forget()
        with counted() as calls:
            preview = buyer.preview()
        assert (total(preview), preview["promotions"]["refused"][0]["reason"]) == (6000, "budget_spent")
        assert calls == {"GetItem": 1, "BatchGetItem": 1} | ({} if quiet else {"Query": 1})
        live_rules.forget()
        with counted() as calls:
            assert total(buyer.place().json) == 6000
        assert calls == {"GetItem": 1, "Query": 1, "BatchGetItem": 1, "TransactWriteItems": 1}


def test_a_budget_spent_between_the_look_and_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A15, F-E: the transaction's own condition refuses, and the refusal shows the price of now."""
    with clock.frozen(NOON):
        campaign = a_campaign(budget=1500)["id"]
        a_promotion(campaign)
        staff().post(f"/v1/admin/campaigns/{campaign}/launch")
        first, second = a_cart(price=5000), a_cart(price=5000)
        in_between(monkeypatch, place_order, "promoted_state", lambda: first.place())
        refused = second.place()
        assert (refused.status, refused.code, total(refused.json["preview"])) == (409, "promotion_spent", 6000)
        assert FundsRecord.get(campaign_pk(campaign), FUNDS_SK).budget_left == 500
        placed(second, second.place())


@pytest.mark.parametrize(
    "limits", [{"budget": 1500}, {"uses": 1}, {"per_day": 1}, {"per_customer": 1}], ids=["budget", "uses", "per_day", "per_customer"]
)
def test_a_limit_reached_between_the_look_and_the_order(monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]) -> None:
    """F-E (coupon budget condition, and its neighbours): the counter's own condition decides."""
    coupon, subject = a_coupon(limits=limits)["id"], str(uuid.uuid4())
    first, second = a_cart(subject=subject), a_cart(subject=subject)
    for buyer in (first, second):
        use(buyer, "SAVE10")
    in_between(monkeypatch, place_order, "promoted_state", lambda: first.place())
    refused = second.place()
    assert (refused.status, refused.code, total(refused.json["preview"])) == (409, "coupon_unusable", 6000)
    assert len(events_in(OrdersTable, "order.placed")) == 1
    if "budget" in limits:
        assert funds(coupon).budget_left == 500


def test_a_coupon_stopped_between_the_look_and_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E"""
    coupon = a_coupon(limits={"uses": 5})["id"]
    buyer = a_cart()
    use(buyer, "SAVE10")
    change = {"stopped": True}
    in_between(monkeypatch, place_order, "promoted_state", lambda: staff().patch(f"/v1/admin/coupons/{coupon}", change))
    refused = buyer.place()
    assert (refused.status, refused.code, funds(coupon).uses_left) == (409, "coupon_unusable", 5)


def test_a_gift_that_ran_out_is_not_left_out_in_silence() -> None:
    """F-A14: the total is the same, what it buys is not."""
    with clock.frozen(NOON):
        gift = a_variant(stock=1, price=900)
        launched(kind="gift", amount=None, gifts=[gift])
        buyer, other = a_cart(price=5000), a_cart(price=5000)
        assert [line["unit_price"]["amount"] for line in buyer.preview()["lines"]] == [5000, 0]
        assert other.place().status == 201
        refused = buyer.place()
        assert (refused.status, refused.code, len(refused.json["preview"]["lines"])) == (409, "preview_changed", 1)


def test_the_quiet_minute_goes_by() -> None:
    """F-A15: what was last known only says what to ask for; prices follow what is read."""
    with clock.frozen(NOON):
        launched(amount=300)
        buyer = a_cart(price=5000)
        assert total(buyer.preview()) == 5700
    with clock.frozen(NOON + timedelta(hours=3)):
        assert total(buyer.preview()) == 6000
