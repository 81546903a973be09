"""F-E: staff and buyers at the same moment, on campaigns, coupons, flash sales and codes; what was written first is decided on."""

from __future__ import annotations

import uuid
from typing import Any

import boto3
import pytest

from functions.orders.app import apply_payments
from functions.orders.checkout import place_order
from functions.orders.store.records import OrdersTable
from functions.platform.jobs.jobs import find_job, take
from functions.promotions.campaigns import manage_campaigns
from functions.promotions.coupons import make_codes, manage_coupons
from functions.promotions.flash_sales import manage as flash_manage
from functions.promotions.store.live_items import stored_live
from functions.promotions.store.records import CodeRecord, PromotionsTable
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from functions.shared.store.again import Overtaken
from tests.integration.orders.buyer import a_variant, captured, stock_of
from tests.integration.promotions.shop import (
    NOON,
    TEN_OFF,
    a_campaign,
    a_cart,
    a_coupon,
    a_promotion,
    claimed,
    code_of,
    funds,
    staff,
    use,
)
from tests.integration.promotions.test_flash_sales import a_sale
from tests.support.events import events_in, sqs_of_events
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def test_two_campaigns_are_launched_at_once_and_both_run(monkeypatch: Patch) -> None:
    with clock.frozen(NOON):
        first, second = a_campaign()["id"], a_campaign()["id"]
        in_between(monkeypatch, manage_campaigns, "stored_live", lambda: staff().post(f"/v1/admin/campaigns/{second}/launch"))
        assert staff().post(f"/v1/admin/campaigns/{first}/launch").status == 200
        assert {plan.campaign.id for plan in stored_live().live.campaigns} == {first, second}


def test_two_promotions_are_added_at_once_and_both_stay(monkeypatch: Patch) -> None:
    campaign = a_campaign()["id"]
    in_between(monkeypatch, manage_campaigns, "campaign_record", lambda: a_promotion(campaign))
    a_promotion(campaign)
    after = staff().get(f"/v1/admin/campaigns/{campaign}").json
    assert (len(after["promotions"]), after["version"]) == (2, 3)


def test_a_limit_is_moved_by_two_at_once_and_what_is_left_fits_it(monkeypatch: Patch) -> None:
    coupon = a_coupon(limits={"uses": 5})["id"]
    url = f"/v1/admin/coupons/{coupon}"
    in_between(monkeypatch, manage_coupons, "coupon_with_funds", lambda: staff().patch(url, {"limits": {"uses": 9}}))
    assert staff().patch(url, {"limits": {"uses": 7}}).json["limits"]["uses"] == 7
    assert funds(coupon).uses_left == 7


def with_code() -> tuple[str, str, Any]:
    """(coupon, a customer's code of it, their cart with the code)"""
    subject = str(uuid.uuid4())
    coupon = a_coupon(distribution="claim", limits={"budget": 2000})["id"]
    code, buyer = claimed(coupon, subject), a_cart(subject=subject)
    assert use(buyer, code).status == 200
    return coupon, code, buyer


def test_a_coupon_is_used_while_staff_take_it_back(monkeypatch: Patch) -> None:
    """Its part of the budget is the order's now."""
    coupon, code, buyer = with_code()
    in_between(monkeypatch, manage_coupons, "find_code", buyer.place)
    assert staff().post(f"/v1/admin/coupon_codes/{code}/revoke").code == "illegal_transition"
    assert (code_of(code).state, funds(coupon).budget_left, events_in(PromotionsTable, "coupon.revoked")) == ("reserved", 1000, [])


def test_a_coupon_is_taken_back_while_it_is_used(monkeypatch: Patch) -> None:
    coupon, code, buyer = with_code()
    in_between(monkeypatch, place_order, "promoted_state", lambda: staff().post(f"/v1/admin/coupon_codes/{code}/revoke"))
    refused = buyer.place()
    assert (refused.code, refused.json["reason"], events_in(OrdersTable, "order.placed")) == ("coupon_unusable", "already_used", [])
    assert (code_of(code).state, funds(coupon).budget_left) == ("revoked", 2000)


def test_a_campaign_is_stopped_while_an_order_uses_its_budget(monkeypatch: Patch) -> None:
    with clock.frozen(NOON):
        campaign = a_campaign(budget=5000)["id"]
        a_promotion(campaign)
        staff().post(f"/v1/admin/campaigns/{campaign}/launch")
        buyer = a_cart(price=5000)
        in_between(monkeypatch, place_order, "promoted_state", lambda: staff().post(f"/v1/admin/campaigns/{campaign}/stop"))
        refused = buyer.place()
    assert (refused.status, refused.code, events_in(OrdersTable, "order.placed")) == (409, "promotion_spent", [])


def test_two_who_close_a_flash_sale_give_its_pieces_back_once(monkeypatch: Patch) -> None:
    with clock.frozen(NOON):
        variant = a_variant(stock=5)
        shut = f"/v1/admin/flash_sales/{a_sale(variant, quota=3)['id']}/close"
        in_between(monkeypatch, flash_manage, "quota_left", lambda: staff().post(shut))
        assert staff().post(shut).status == 200
    assert (stock_of(variant), len(events_in(PromotionsTable, "flash_sale.closed"))) == ((5, 0), 1)


def test_two_workers_make_the_codes_of_one_batch_once(monkeypatch: Patch) -> None:
    """The lease of the first ran out; the second is done before the first writes."""
    boto3.client("s3").create_bucket(Bucket=settings().bucket)
    coupon = a_coupon(distribution="batch")["id"]
    job_id = staff().post(f"/v1/admin/coupons/{coupon}/codes", {"quantity": 3}).json["id"]
    job = take(job_id, find_job(job_id).step)
    assert job is not None
    in_between(monkeypatch, make_codes, "definition", lambda: make_codes.run_batch(job, lambda: False))
    with pytest.raises(Overtaken):
        make_codes.run_batch(job, lambda: False)
    assert len(list(CodeRecord.scan(CodeRecord.kind == "code"))) == 3
    assert sum(event.data["quantity"] for event in events_in(PromotionsTable, "coupon.issued")) == 3


def test_an_order_that_costs_nothing_is_no_newcomers_once_another_one_is_paid(monkeypatch: Patch) -> None:
    """I02: it is paid in the moment it is placed, so the check of the first payment stands in that transaction."""
    a_coupon(rule=TEN_OFF | {"amount": 6000, "audience": {"newcomer_only": True}})
    a_coupon(code="FREE", rule=TEN_OFF | {"kind": "free_shipping", "amount": None})
    subject = str(uuid.uuid4())
    other, free = a_cart(subject=subject), a_cart(subject=subject)
    for code in ("SAVE10", "FREE"):
        assert use(free, code).status == 200
    assert free.preview()["totals"]["total"]["amount"] == 0
    order = other.place().json
    in_between(monkeypatch, place_order, "promoted_state", lambda: apply_payments(sqs_of_events([captured(order)]), None))
    refused = free.place()
    assert (refused.status, refused.code, refused.json["reason"]) == (409, "coupon_unusable", "newcomers_only")
