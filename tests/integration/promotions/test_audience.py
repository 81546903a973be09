"""Whom a campaign addresses: said once, it holds for its promotions and its coupons."""

from __future__ import annotations

import uuid

from functions.promotions.store import live_rules
from functions.shared.outside import clock
from tests.integration.promotions.shop import NOON, a_campaign, a_cart, a_coupon, a_promotion, customer_of, staff, use
from tests.integration.promotions.test_use_coupons import reasons


def test_a_campaign_for_a_group_reaches_only_its_members() -> None:
    """I13: the promotion and the coupon alike; one that narrows it down asks for both."""
    with clock.frozen(NOON):
        campaign = a_campaign(audience={"groups": ["gold"]})
        assert campaign["audience"]["groups"] == ["gold"]
        general = a_promotion(campaign["id"], amount=300)
        narrow = a_promotion(campaign["id"], amount=50, audience={"groups": ["staff"]})
        a_coupon(campaign_id=campaign["id"], rule={"amount": 500})
        assert staff().post(f"/v1/admin/campaigns/{campaign['id']}/launch").status == 200
        found = {}
        for groups in ([], ["staff"], ["gold"], ["gold", "staff"]):
            subject = str(uuid.uuid4())
            buyer = a_cart(subject=subject)
            put = staff().put(f"/v1/admin/promotion_buyers/{customer_of(subject)}", {"groups": groups})
            assert (put.status, use(buyer, "SAVE10").status) == (200, 200)
            preview = buyer.preview()
            found[tuple(groups)] = {entry["code"] or entry["rule_id"] for entry in preview["promotions"]["applied"]}
            if not found[tuple(groups)]:
                assert reasons(preview)["SAVE10"] == "not_for_you"
        assert found == {(): set(), ("staff",): set(), ("gold",): {general, "SAVE10"}, ("gold", "staff"): {general, narrow, "SAVE10"}}


def test_it_can_be_widened_while_the_campaign_runs() -> None:
    """I13"""
    with clock.frozen(NOON):
        campaign = a_campaign(audience={"members_only": True})["id"]
        a_promotion(campaign)
        assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
        guest = a_cart(guest=True)
        assert guest.preview()["totals"]["discount"]["amount"] == 0
        assert staff().patch(f"/v1/admin/campaigns/{campaign}", {"audience": {}}).json["audience"]["members_only"] is False
        live_rules.forget()
        assert guest.preview()["totals"]["discount"]["amount"] == 1000


def test_a_campaign_for_newcomers_is_used_for_one_first_order() -> None:
    """I02"""
    with clock.frozen(NOON):
        campaign = a_campaign(audience={"newcomer_only": True})["id"]
        a_promotion(campaign)
        assert staff().post(f"/v1/admin/campaigns/{campaign}/launch").status == 200
        subject = str(uuid.uuid4())
        first, second = a_cart(subject=subject), a_cart(subject=subject)
        hashes = [buyer.preview()["preview_hash"] for buyer in (first, second)]
        assert first.place(hashes[0]).status == 201
        assert second.place(hashes[1]).code == "preview_changed"
        assert second.preview()["totals"]["discount"]["amount"] == 0
