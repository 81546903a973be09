"""F-A1: whichever way an edit comes, a variant that somebody may know keeps its options. F-E: the conditions that hold in a race."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog import sellables
from functions.catalog.model.product import Product
from functions.catalog.products import edit_product as editing
from functions.catalog.products import sync_variants
from functions.catalog.store.repository import product_record
from functions.shared.plain.bodies import load
from tests.integration.catalog.support import cny, created, made, sized, staff, stocked
from tests.support.http import Answer
from tests.support.races import in_between

WAYS = ["product", "variant"]


def move(product: dict[str, Any], way: str, size: str) -> Answer:
    """Its first variant is to be of that size."""
    url, first = f"/v1/admin/products/{product['id']}", product["variants"][0]
    if way == "variant":
        return staff().patch(f"{url}/variants/{first['id']}", {"options": {"尺码": size}})
    return staff().patch(url, {"variants": [{"sku": first["sku"], "options": {"尺码": size}, "price": cny(8900)}]})


def three_sizes() -> dict[str, Any]:
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    return made(staff().patch(f"/v1/admin/products/{product['id']}", {"options": [{"name": "尺码", "values": ["S", "M", "L"]}]}))


@pytest.mark.parametrize("way", WAYS)
def test_nobody_knows_a_draft_without_stock_so_its_typos_can_be_mended(way: str) -> None:
    product = three_sizes()
    made(move(product, way, "L"))
    assert staff().get(f"/v1/admin/products/{product['id']}").json["variants"][0]["options"] == {"尺码": "L"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("known", ["stocked", "was on sale"])
def test_a_variant_that_stock_or_buyers_know_keeps_its_options(way: str, known: str) -> None:
    product = three_sizes()
    stocked(product["variants"][0 if known == "stocked" else 1]["id"], 3)
    if known == "was on sale":
        made(staff().post(f"/v1/admin/products/{product['id']}/publish"))
        made(staff().post(f"/v1/admin/products/{product['id']}/unpublish"))
    before = staff().get(f"/v1/admin/products/{product['id']}").json
    refused = move(product, way, "L")
    assert (refused.status, refused.code, refused.json["sku"]) == (409, "variant_options_fixed", product["variants"][0]["sku"])
    assert staff().get(f"/v1/admin/products/{product['id']}").json == before


@pytest.mark.parametrize("way", WAYS)
def test_stock_that_comes_while_the_edit_is_under_way_counts(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    product = three_sizes()
    in_between(monkeypatch, editing, "product_record", lambda: stocked(product["variants"][0]["id"], 3))
    assert move(product, way, "L").code == "variant_options_fixed"


def test_neither_can_an_axis_go_and_come_back_as_something_else() -> None:
    product = three_sizes()
    stocked(product["variants"][0]["id"], 3)
    first = product["variants"][0]
    single = [{"sku": one["sku"], "options": {}, "price": cny(1)} for one in product["variants"][:1]]
    refused = staff().patch(f"/v1/admin/products/{product['id']}", {"options": [], "variants": single})
    assert refused.status in (409, 422)
    assert sellables([first["id"]])[first["id"]].options == {"尺码": "S"}


def test_a_further_axis_for_all_variants_in_one_edit() -> None:
    product = three_sizes()
    stocked(product["variants"][0]["id"], 3)
    options = [{"name": "尺码", "values": ["S", "M", "L"]}, {"name": "颜色", "values": ["红", "蓝"]}]
    variants = [{"sku": v["sku"], "options": {**v["options"], "颜色": "红"}, "price": v["price"]} for v in product["variants"]]
    edited = made(staff().patch(f"/v1/admin/products/{product['id']}", {"options": options, "variants": variants}))
    assert [v["options"]["颜色"] for v in edited["variants"]] == ["红", "红"]
    assert [v["id"] for v in edited["variants"]] == [v["id"] for v in product["variants"]]


def test_options_are_taken_in_the_products_spelling_and_none_comes_twice_in_another() -> None:
    product = three_sizes()
    url = f"/v1/admin/products/{product['id']}/variants"
    again = staff().post(url, {"variants": [{"sku": "X", "options": {"尺码": "ｓ"}, "price": cny(1)}]})
    assert (again.status, again.code) == (409, "duplicate_option_combination")
    added = made(staff().post(url, {"variants": [{"sku": "X", "options": {"尺码": " l"}, "price": cny(1)}]}))
    assert added["data"][0]["options"] == {"尺码": "L"}


def test_two_edits_at_once_are_both_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: a product is written only in the version that was read, also where no variant has to follow."""
    product = created()
    url = f"/v1/admin/products/{product['id']}"
    in_between(monkeypatch, editing, "product_record", lambda: made(staff().patch(url, {"brief": {"zh": "第一"}})))
    edited = made(staff().patch(url, {"description": {"zh": "第二"}}))
    assert (edited["brief"], edited["description"], edited["version"]) == ({"zh": "第一"}, {"zh": "第二"}, product["version"] + 2)


def test_a_late_mirror_of_an_old_version_does_not_overwrite_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: the variant was behind when it was looked at, and is ahead when it is written."""
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    ids = [variant["id"] for variant in product["variants"]]
    old = load(Product, product_record(product["id"]).body)
    url = f"/v1/admin/products/{product['id']}"
    in_between(monkeypatch, sync_variants, "mirror", lambda: made(staff().patch(url, {"title": {"zh": "新名"}})))
    sync_variants.sync_variants(old, product["version"] + 1)
    assert {one.title["zh"] for one in sellables(ids).values()} == {"新名"}
