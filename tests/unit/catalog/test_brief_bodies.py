"""Bodies of products and variants leave out what their classes make by themselves (ADR 36)."""

from __future__ import annotations

import json
from dataclasses import replace

from functions.catalog.model.price import RegularPrice
from functions.catalog.model.product import Product, Status, Variant
from functions.shared.plain.bodies import dump, dump_brief, load
from functions.shared.plain.money import Money

VARIANT = Variant("var_1", "prod_1", 0, "A", {"size": "L"}, Money(100, "CNY"))
PRODUCT = Product("prod_1", "mug", {"zh": "杯"}, Status.DRAFT, "t", "t", variants=[VARIANT])


def test_what_is_as_the_class_makes_it_is_left_out() -> None:
    assert sorted(json.loads(dump_brief(VARIANT))) == ["id", "options", "position", "price", "product_id", "sku"]
    assert len(dump_brief(PRODUCT)) < len(dump(PRODUCT)) / 2


def test_it_reads_back_as_the_whole_body_does() -> None:
    told = replace(VARIANT, weight_g=1, metadata={"a": "b"}, regular=[RegularPrice("", Money(0, "CNY"))])
    for product in (PRODUCT, replace(PRODUCT, variants=[told], tags=["x"], brief={"zh": ""})):
        assert load(Product, dump_brief(product)) == load(Product, dump(product)) == product
