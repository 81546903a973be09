"""What coupons may be combined with, over the real handlers: alone, one coupon, groups; told in the buyer's language."""

from __future__ import annotations

import uuid
from itertools import permutations
from typing import Any

from functions.promotions.store.records import CODE_SK, FUNDS_SK, CodeRecord, FundsRecord, PromotionsTable, code_pk
from functions.shared.outside import clock
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, claimed, funds, launched, shopper, staff, use
from tests.support.events import events_in


def told(view: Any) -> dict[str | None, str]:
    return {entry["code"] or entry["rule_id"]: entry["reason"] for entry in view["promotions"]["refused"]}


def test_of_coupons_that_go_with_no_other_coupon_the_better_applies_in_any_order() -> None:
    """X21, I15: with the automatic promotion; the other one is refused, and not used up."""
    with clock.frozen(NOON):
        launched(amount=300)
        small = a_coupon(code="SMALL2", stacking="one_coupon", rule={"amount": 500}, limits={"uses": 1})
        a_coupon(code="LARGE2", stacking="one_coupon", rule={"kind": "percent", "amount": None, "basis_points": 2000})
        a_coupon(code="TOP2", rule={"amount": 100, "priority": -1})
        views = []
        for codes in permutations(("SMALL2", "LARGE2", "TOP2")):
            buyer = a_cart(price=5000)
            for code in codes:
                use(buyer, code)
            views.append(buyer.preview())
        assert {view["totals"]["discount"]["amount"] for view in views} == {1000 + 300 + 100}
        assert [told(view) for view in views] == [{"SMALL2": "better_in_group"}] * 6
        assert len({str(view["promotions"]["applied"]) for view in views}) == 1
        assert buyer.place().status == 201
        assert funds(small["id"]).uses_left == 1


def test_a_coupon_that_applies_alone_wins_only_when_it_is_worth_more_than_the_rest() -> None:
    """X21"""
    with clock.frozen(NOON):
        _, promotion = launched(amount=300, name={"zh": "满减", "en": "Three off"})
        a_coupon(code="ALONE2", stacking="alone", rule={"amount": 400})
        a_coupon(code="TOP2", rule={"amount": 200})
        buyer = a_cart(price=5000)
        use(buyer, "ALONE2")
        first = buyer.client.get(f"{buyer.cart}/preview", Accept_Language="en").json
        assert (first["totals"]["discount"]["amount"], told(first)) == (400, {promotion: "exclusive_won"})
        assert first["promotions"]["refused"][0]["text"] == "Three off: It cannot be combined with the offer that applies."
        use(buyer, "TOP2")
        second = buyer.client.get(f"{buyer.cart}/preview", Accept_Language="zh").json
        assert (second["totals"]["discount"]["amount"], told(second)) == (500, {"ALONE2": "exclusive_lost"})
        assert second["promotions"]["refused"][0]["text"] == "不能与其他优惠同享，其他优惠更划算。"


def test_a_coupon_in_a_wallet_is_honoured_although_the_budget_was_lowered() -> None:
    """I03: it holds its part of the budget since it was taken."""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"budget": 2000})
    code = claimed(coupon["id"], subject)
    assert staff().patch(f"/v1/admin/coupons/{coupon['id']}", {"limits": {"budget": 500}}).status == 200
    assert funds(coupon["id"]).budget_left == -500
    buyer = a_cart(subject=subject)
    use(buyer, code)
    preview = buyer.preview()
    assert (preview["totals"]["discount"]["amount"], buyer.place(preview["preview_hash"]).status) == (1000, 201)
    assert shopper().post(f"/v1/coupons/{coupon['id']}/claim").code == "coupon_gone"


def test_nobody_takes_coupons_of_a_campaign_that_does_not_run() -> None:
    """I13: neither before its launch nor after the stop switch; the coupon centre does not show them."""
    with clock.frozen(NOON):
        campaign = a_campaign()["id"]
        coupon = a_coupon(distribution="claim", campaign_id=campaign, limits={"claims": 3})["id"]

        def taken() -> tuple[int, int]:
            listed = len(shopper().get("/v1/coupons").json["data"])
            return listed, shopper().post(f"/v1/coupons/{coupon}/claim").status

        assert taken() == (0, 409)
        for step, expected in (("launch", (1, 201)), ("stop", (0, 409)), ("resume", (1, 201))):
            assert staff().post(f"/v1/admin/campaigns/{campaign}/{step}").status == 200
            assert taken() == expected, step
    assert (funds(coupon).claims_left, len(events_in(PromotionsTable, "coupon.claimed"))) == (1, 2)


def test_a_single_coupon_is_revoked_once_with_its_event() -> None:
    """I03"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"budget": 2000})["id"]
    code = claimed(coupon, subject)
    assert staff().post(f"/v1/admin/coupon_codes/{code}/revoke").json["state"] == "revoked"
    assert staff().post(f"/v1/admin/coupon_codes/{code}/revoke").code == "illegal_transition"
    (event,) = events_in(PromotionsTable, "coupon.revoked")
    assert (event.subject, FundsRecord.get(f"CPN#{coupon}", FUNDS_SK).budget_left) == (coupon, 2000)
    assert CodeRecord.get(code_pk(code), CODE_SK).due_at is None
