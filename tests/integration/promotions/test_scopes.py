"""A rule's scope against what the catalogue really says of the lines: product, category and what lies below it, brand, tag, merchant."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.catalog import category_paths
from functions.catalog.app import app as catalog_app
from functions.catalog.model.product import PLATFORM, Product, ProductFacts, Status
from functions.catalog.store.records import BRAND_SK, VARIANT_SK, BrandRecord, VariantRecord, brand_pk, variant_pk
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.promotions.offers.past_basket import PastBasket
from functions.promotions.store.records import PromotionsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from tests.integration.orders.buyer import a_variant, captured
from tests.integration.promotions.shop import NOON, TEN_OFF, a_campaign, a_cart, a_coupon, a_promotion, launched, staff, use
from tests.integration.promotions.test_use_coupons import reasons
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer


def described(variant: str, **facts: Any) -> str:
    record = VariantRecord.get(variant_pk(variant), VARIANT_SK)
    record.update([VariantRecord.product.set(dump(replace(load(ProductFacts, record.product), **facts)))])
    return variant


@pytest.mark.parametrize(
    ("scope", "facts", "other"),
    [
        ({"merchants": ["mer_a"]}, {"merchant_id": "mer_a"}, {"merchant_id": "mer_b"}),
        ({"merchants": [PLATFORM]}, {}, {"merchant_id": "mer_b"}),
        ({"brands": ["brd_a"]}, {"brand_id": "brd_a"}, {"brand_id": "brd_b"}),
        ({"tags": ["new"]}, {"tags": ("new", "red")}, {"tags": ("red",)}),
        ({"categories": ["cat_a"]}, {"category_id": "cat_a"}, {"category_id": "cat_b"}),
    ],
)
def test_only_the_lines_that_are_meant_get_cheaper(scope: dict[str, list[str]], facts: dict[str, Any], other: dict[str, Any]) -> None:
    """I01: end to end, from the variant's own item to the line's discount."""
    BrandRecord(pk=brand_pk("brd_a"), sk=BRAND_SK, kind="brand").save()
    assert Client(catalog_app, bearer("manager")).post("/v1/admin/categories", {"name": {"en": "A"}}).status == 201
    category = next(iter(category_paths()))
    named = {"cat_a": category}
    scope = {name: [named.get(one, one) for one in ids] for name, ids in scope.items()}
    facts = {name: named.get(value, value) if isinstance(value, str) else value for name, value in facts.items()}
    a_coupon(rule={"scope": scope})
    meant, besides = described(a_variant(price=5000), **facts), described(a_variant(price=5000), **other)
    buyer = a_cart(variant=besides)
    use(buyer, "SAVE10")
    assert reasons(buyer.preview()) == {"SAVE10": "no_eligible_line"}
    buyer.add(meant)
    lines = {line["variant_id"]: line["discount"]["amount"] for line in buyer.preview()["lines"]}
    assert lines == {besides: 0, meant: 1000}


def test_every_variant_carries_the_merchant_of_its_product() -> None:
    """I01"""
    now = times.iso(NOON)
    product = Product("prod_1", "mug", {"en": "Mug"}, Status.PUBLISHED, now, now, merchant_id="mer_a")
    assert product.facts({}).merchant_id == "mer_a"


def test_a_past_basket_knows_the_merchant() -> None:
    """I13: so that a campaign of one merchant can be simulated."""
    with clock.frozen(NOON):
        launched(scope={"merchants": ["mer_a"]})
        buyer = a_cart(subject=str(uuid.uuid4()), variant=described(a_variant(price=5000), merchant_id="mer_a"))
        order = buyer.place().json
        assert order["totals"]["discount"]["amount"] == 1000
        apply_payments(sqs_of_events([captured(order)]), None)
        (paid,) = events_in(OrdersTable, "order.paid")
        assert react(sqs_of_events([paid]), None) == {"batchItemFailures": []}
    (kept,) = PromotionsTable.scan(PromotionsTable.kind == "past_basket")
    basket = load(PastBasket, kept.body)
    assert [line.merchant for line in basket.basket(NOON).lines] == ["mer_a"]


@pytest.mark.parametrize(
    ("rule", "code", "pointer"),
    [
        ({"scope": {"products": ["prod_none"]}}, "unknown_product", "/scope/products"),
        ({"scope": {"excluded_products": ["prod_none"]}}, "unknown_product", "/scope/excluded_products"),
        ({"scope": {"categories": ["cat_none"]}}, "unknown_category", "/scope/categories"),
        ({"scope": {"brands": ["brd_none"]}}, "unknown_brand", "/scope/brands"),
        ({"kind": "gift", "amount": None, "gifts": ["var_none"]}, "unknown_variant", "/gifts"),
        ({"starts_at": "2026-11-11T09:00:00"}, "outside_campaign", "/starts_at"),
        ({"ends_at": "2026-11-11T14:00:01"}, "outside_campaign", "/ends_at"),
    ],
)
def test_what_a_rule_names_must_be_there(rule: dict[str, Any], code: str, pointer: str) -> None:
    """F-A16: for promotions when they are added and replaced, for coupons when they are made."""
    with clock.frozen(NOON):
        campaign = a_campaign()["id"]
        url = f"/v1/admin/campaigns/{campaign}/promotions"
        known = a_promotion(campaign)
        for refused in (staff().post(url, TEN_OFF | rule), staff().put(f"{url}/{known}", TEN_OFF | rule)):
            assert (refused.status, refused.code, refused.json["errors"][0]["pointer"]) == (422, code, pointer)
        if "kind" not in rule and "scope" in rule:
            coupon = staff().post("/v1/admin/coupons", {"distribution": "code", "code": "SAVE10", "rule": TEN_OFF | rule})
            assert (coupon.status, coupon.code, coupon.json["errors"][0]["pointer"]) == (422, code, f"/rule{pointer}")


def test_a_campaign_cannot_be_shortened_to_where_a_promotion_never_applies() -> None:
    """F-A16"""
    with clock.frozen(NOON - timedelta(hours=6)):
        campaign = a_campaign()["id"]
        promotion = a_promotion(campaign, starts_at="2026-11-11T13:00:00")
        refused = staff().patch(f"/v1/admin/campaigns/{campaign}", {"ends_at": "2026-11-11T13:00:00"})
        assert (refused.status, refused.code) == (422, "outside_campaign")
        assert promotion in refused.json["errors"][0]["detail"]
        assert staff().patch(f"/v1/admin/campaigns/{campaign}", {"ends_at": "2026-11-11T13:30:00"}).status == 200
