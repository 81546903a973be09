"""A rule's scope against what the catalogue really says of the lines: product, category and what lies below it, brand, tag, merchant."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog.product import PLATFORM, Product, ProductFacts, Status
from functions.catalog.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.app import apply_payments
from functions.orders.records import OrdersTable
from functions.promotions.past_basket import PastBasket, remember_paid
from functions.promotions.records import PromotionsTable
from functions.shared import clock
from functions.shared.contracts.orders import OrderPaid
from functions.shared.events import data_of
from functions.shared.records import dump, load
from tests.integration.orders.buyer import a_variant, captured
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, launched, use
from tests.integration.promotions.test_use_coupons import reasons
from tests.support.events import events_in, sqs_of_events


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
    now = clock.iso(NOON)
    product = Product("prod_1", "mug", {"en": "Mug"}, Status.PUBLISHED, now, now, merchant_id="mer_a")
    assert product.facts().merchant_id == "mer_a"


def test_a_past_basket_knows_the_merchant() -> None:
    """I13: so that a campaign of one merchant can be simulated."""
    with clock.frozen(NOON):
        launched(scope={"merchants": ["mer_a"]})
        buyer = a_cart(subject=str(uuid.uuid4()), variant=described(a_variant(price=5000), merchant_id="mer_a"))
        order = buyer.place().json
        assert order["totals"]["discount"]["amount"] == 1000
        apply_payments(sqs_of_events([captured(order)]), None)
        (paid,) = events_in(OrdersTable, "order.paid")
        remember_paid(data_of(paid, OrderPaid))
    (kept,) = PromotionsTable.scan(PromotionsTable.kind == "past_basket")
    basket = load(PastBasket, kept.body)
    assert [line.merchant for line in basket.basket(NOON).lines] == ["mer_a"]
