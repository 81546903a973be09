"""Campaigns: planned, launched, edited while running, stopped; and the promotions inside that apply by themselves."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.promotions.store import live_rules
from functions.promotions.store.records import CAMPAIGN_SK, FUNDS_SK, FundsRecord, PromotionsTable, campaign_pk
from functions.shared.outside import clock
from tests.integration.orders.buyer import a_variant, counted, stock_of
from tests.integration.promotions.shop import (
    NOON,
    TEN_OFF,
    a_campaign,
    a_cart,
    a_coupon,
    a_promotion,
    launched,
    shopper,
    staff,
    use,
)
from tests.support.events import events_in


def discount(preview: Any) -> int:
    return int(preview["totals"]["discount"]["amount"])


def test_a_launched_campaign_applies_between_its_seconds() -> None:
    """I05, I13"""
    with clock.frozen(NOON - timedelta(hours=3)):
        campaign, promotion = launched(kind="tiers", amount=None, tiers=[{"minimum": 4000, "off": 500}, {"minimum": 9000, "off": 2000}])
        buyer = a_cart(price=5000)
        assert staff().get(f"/v1/admin/campaigns/{campaign}").json["state"] == "scheduled"
        assert discount(buyer.preview()) == 0
    start, end = NOON - timedelta(hours=2), NOON + timedelta(hours=2)
    with clock.frozen(start):
        preview = buyer.preview()
        assert (discount(preview), preview["promotions"]["applied"][0]["rule_id"]) == (500, promotion)
        (hint,) = preview["promotions"]["hints"]
        assert (hint["missing"], hint["off"], hint["text"]) == (4000, 2000, "减十元：再买 CNY 40.00 可减 CNY 20.00。")
        with counted() as calls:
            buyer.preview()
        assert calls == {"GetItem": 1, "BatchGetItem": 1}
        assert [c["id"] for c in shopper().get("/v1/campaigns").json["data"]] == [campaign]
    with clock.frozen(end - timedelta(milliseconds=1)):
        assert discount(buyer.preview()) == 500
    with clock.frozen(end):
        assert discount(buyer.preview()) == 0
        assert staff().get(f"/v1/admin/campaigns/{campaign}").json["state"] == "ended"
    assert [e.type for e in events_in(PromotionsTable)] == ["campaign.launched"]


def test_a_draft_has_no_effect_but_can_be_looked_at() -> None:
    """I13"""
    with clock.frozen(NOON):
        campaign = a_campaign()["id"]
        a_promotion(campaign)
        buyer = a_cart(price=5000)
        assert discount(buyer.preview()) == 0
        variant = a_variant(price=700)
        ahead = staff().get(f"/v1/admin/campaigns/{campaign}/preview?line={variant}:3&at=2026-11-11T13:59:59").json
        assert (ahead["subtotal"]["amount"], ahead["discount"]["amount"]) == (2100, 1000)
        late = staff().get(f"/v1/admin/campaigns/{campaign}/preview?line={variant}:3&at=2026-11-11T14:00:00").json
        assert (late["discount"]["amount"], late["applied"]) == (0, [])


def test_edited_while_running_it_becomes_a_new_version() -> None:
    """I13"""
    with clock.frozen(NOON):
        campaign, promotion = launched()
        buyer = a_cart(price=5000)
        agreed = buyer.preview()["preview_hash"]
        path = f"/v1/admin/campaigns/{campaign}"
        refused = staff().patch(path, {"starts_at": "2026-11-11T09:00:00"})
        assert (refused.status, refused.code, refused.json["fields"]) == (409, "campaign_running", ["starts_at"])
        assert staff().patch(path, {"ends_at": "2026-11-11T11:00:00"}).code == "in_the_past"
        before = staff().get(path).json["version"]
        longer = staff().patch(path, {"ends_at": "2026-11-11T15:00:00", "name": {"en": "Longer"}}, If_Match=f'"{before}"')
        assert (longer.status, longer.json["version"], longer.json["ends_at_local"]) == (200, before + 1, "2026-11-11T15:00:00+08:00")
        assert staff().patch(path, {"name": {"en": "Stale"}}, If_Match=f'"{before}"').code == "version_conflict"
        more = TEN_OFF | {"amount": 1500, "enabled": True}
        assert staff().put(f"{path}/promotions/{promotion}", more).status == 200
        assert buyer.place(agreed).code == "preview_changed"
        assert discount(buyer.preview()) == 1500
        assert staff().delete(f"{path}/promotions/{promotion}").status == 200
        assert discount(buyer.preview()) == 0
    with clock.frozen(NOON + timedelta(hours=3)):
        assert staff().patch(path, {"name": {"en": "Late"}}).code == "campaign_ended"


def test_the_stop_switch_stops_promotions_and_coupons() -> None:
    """I13"""
    with clock.frozen(NOON):
        campaign, _ = launched()
        a_coupon(campaign_id=campaign, rule={"amount": 300})
        buyer = a_cart(price=5000)
        use(buyer, "SAVE10")
        assert discount(buyer.preview()) == 1300
        assert staff().post(f"/v1/admin/campaigns/{campaign}/stop").json["state"] == "stopped"
        stopped = buyer.preview()
        assert (discount(stopped), stopped["promotions"]["refused"][0]["reason"]) == (0, "stopped")
        assert staff().post(f"/v1/admin/campaigns/{campaign}/stop").code == "illegal_transition"
        assert staff().post(f"/v1/admin/campaigns/{campaign}/resume").json["state"] == "running"
        assert discount(buyer.preview()) == 1300


def test_the_budget_is_never_overspent() -> None:
    """I13"""
    with clock.frozen(NOON):
        campaign, _ = launched()
        staff().patch(f"/v1/admin/campaigns/{campaign}", {"budget": 1500})
        first, second = a_cart(price=5000), a_cart(price=5000)
        agreed = second.preview()["preview_hash"]
        assert first.place().status == 201
        refused = second.place(agreed)
        assert refused.code in ("promotion_spent", "preview_changed")
        assert discount(second.preview()) == 0
        assert second.place().status == 201
    left = FundsRecord.get(campaign_pk(campaign), FUNDS_SK).budget_left
    assert left == 500


def test_a_gift_comes_along_while_there_is_one() -> None:
    """I05"""
    with clock.frozen(NOON):
        mug = a_variant(stock=1, price=900)
        launched(kind="gift", amount=None, gifts=[mug], minimum=4000)
        live_rules.forget()
        first, second = a_cart(price=5000), a_cart(price=5000)
        placed = first.place().json
        gift = next(line for line in placed["lines"] if line["variant_id"] == mug)
        assert (gift["quantity"], gift["total"]["amount"], gift["list_price"]["amount"]) == (1, 0, 900)
        assert stock_of(mug) == (0, 1)
        agreed = second.place().json["preview"]["preview_hash"]
        assert [line["variant_id"] for line in second.place(agreed).json["lines"]].count(mug) == 0
        assert first.client.post(f"/v1/orders/{placed['id']}/cancel", {}).status == 200
        assert stock_of(mug) == (1, 0)


def test_members_of_a_group_only() -> None:
    """I05"""
    with clock.frozen(NOON):
        launched(audience={"groups": ["gold"]})
        subject = str(uuid.uuid4())
        buyer = a_cart(subject=subject)
        customer = buyer.client.get(buyer.cart).json["customer_id"]
        assert discount(buyer.preview()) == 0
        put = staff().put(f"/v1/admin/promotion_buyers/{customer}", {"groups": ["gold"]})
        assert put.json == {"customer_id": customer, "groups": ["gold"], "paid_orders": 0, "version": 1, "held_out_of": [], "rfm": None}
        assert discount(buyer.preview()) == 1000


@pytest.mark.parametrize(
    ("rule", "pointer", "code"),
    [
        ({"kind": "percent", "amount": None, "basis_points": 10_001}, "/basis_points", "percent_above_100"),
        ({"kind": "percent", "amount": None}, "/basis_points", "missing"),
        ({"starts_at": "2026-11-11T12:00:00", "ends_at": "2026-11-11T12:00:00"}, "/ends_at", "end_before_start"),
        ({"kind": "tiers", "amount": None, "tiers": [{"minimum": 9, "off": 2}, {"minimum": 8, "off": 3}]}, "/tiers", "tiers_not_rising"),
        ({"kind": "tiers", "amount": None, "tiers": [{"minimum": 9, "off": 10}]}, "/tiers/0/off", "more_than_spent"),
        ({"kind": "buy_x_get_y", "amount": None, "x": 2}, "/y", "missing"),
        ({"kind": "gift", "amount": None}, "/gifts", "missing"),
        ({"ends_at": "soon"}, "/ends_at", "invalid_time"),
    ],
)
def test_rules_that_make_no_sense_are_refused_at_their_place(rule: dict[str, Any], pointer: str, code: str) -> None:
    """X21"""
    campaign = a_campaign()["id"]
    refused = staff().post(f"/v1/admin/campaigns/{campaign}/promotions", TEN_OFF | rule)
    assert (refused.status, [(e["pointer"], e["code"]) for e in refused.json["errors"]]) == (422, [(pointer, code)])
    assert staff().get(f"/v1/admin/campaigns/{campaign}").json["promotions"] == []


def test_campaigns_that_make_no_sense() -> None:
    """I13"""
    body = {"name": {"en": "X"}, "starts_at": "2026-11-11T10:00:00", "ends_at": "2026-11-11T09:00:00"}
    assert staff().post("/v1/admin/campaigns", body).code == "end_before_start"
    assert staff("support").post("/v1/admin/campaigns", body).status == 403
    over = a_campaign(starts_at="2020-01-01T00:00:00Z", ends_at="2020-01-02T00:00:00Z")["id"]
    assert staff().post(f"/v1/admin/campaigns/{over}/launch").code == "in_the_past"
    assert sum(1 for _ in PromotionsTable.scan(PromotionsTable.sk == CAMPAIGN_SK)) == 1


def test_exclusive_rules_may_not_meet() -> None:
    """X21"""
    with clock.frozen(NOON):
        web = {"audience": {"channels": ["web"]}}
        campaign, first = launched(exclusive=True)
        other = a_campaign()["id"]
        second = a_promotion(other, exclusive=True)
        refused = staff().post(f"/v1/admin/campaigns/{other}/launch")
        assert (refused.code, refused.json["promotion_ids"]) == ("exclusive_overlap", sorted([first, second]))
        elsewhere = TEN_OFF | {"exclusive": True, "audience": {"channels": ["app"]}}
        assert staff().put(f"/v1/admin/campaigns/{campaign}/promotions/{first}", TEN_OFF | web | {"exclusive": True}).status == 200
        assert staff().put(f"/v1/admin/campaigns/{other}/promotions/{second}", elsewhere).status == 200
        assert staff().post(f"/v1/admin/campaigns/{other}/launch").status == 200


def test_banners_are_shown_while_the_campaign_runs_in_the_readers_language() -> None:
    """I13: by place and order, not before its first second, not once it is stopped."""
    top = {"place": "home_top", "image": "https://img.example/eleven.jpg", "title": {"zh": "大促", "en": "Big sale"}, "link": "/c/eleven"}
    with clock.frozen(NOON):
        campaign = a_campaign(slots=[top | {"sort": 2}, {"place": "cart", "title": {"en": "Look"}, "sort": 1}])["id"]
        a_promotion(campaign)

        def shown(language: str = "en") -> list[tuple[str, str]]:
            data = shopper().get("/v1/campaigns", Accept_Language=language).json["data"]
            return [(slot["place"], slot["title"]) for one in data for slot in one["slots"]]

        assert shown() == []
        assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
        assert (sorted(shown()), ("home_top", "大促") in shown("zh")) == ([("cart", "Look"), ("home_top", "Big sale")], True)
        assert staff().post(f"/v1/admin/campaigns/{campaign}/stop").status == 200
        assert shown() == []
        assert staff().post(f"/v1/admin/campaigns/{campaign}/resume").status == 200
    with clock.frozen(NOON - timedelta(hours=2, milliseconds=1)):
        assert shown() == []
    with clock.frozen(NOON + timedelta(hours=2)):
        assert shown() == []
