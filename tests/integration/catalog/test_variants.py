"""Variants: one per combination, up to 500 of one product in paged calls."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any

import pytest
from moto.dynamodb.models.table import Table

from functions.catalog import sellables
from functions.catalog.store.records import CatalogTable
from tests.integration.catalog.support import (
    catalogue_items,
    cny,
    created,
    follow_products,
    made,
    product_body,
    shopper,
    sized,
    staff,
    stocked,
)
from tests.support.http import Answer


def numbered_body(**fields: Any) -> dict[str, Any]:
    options = [{"name": "号", "values": [str(n) for n in range(100)]}, {"name": "组", "values": list("abcdef")}]
    return product_body(options=options, variants=[], **fields)


def combined(start: int, count: int) -> list[dict[str, Any]]:
    return [
        {"sku": f"N{n}", "options": {"号": str(n % 100), "组": "abcdef"[n // 100]}, "price": cny(2000 - n)}
        for n in range(start, start + count)
    ]


def add(product_id: str, variants: list[dict[str, Any]]) -> Answer:
    return staff().post(f"/v1/admin/products/{product_id}/variants", {"variants": variants})


@pytest.fixture
def no_rollback(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto copies the whole table for every action of a transaction. Only for tests in which no transaction is refused."""

    def deepcopy(value: Any) -> Any:
        return value if isinstance(value, Table) else copy.deepcopy(value)

    monkeypatch.setattr("moto.dynamodb.models.copy", SimpleNamespace(deepcopy=deepcopy))


def test_500_variants_of_one_product_in_paged_calls(no_rollback: None) -> None:
    """A10"""
    product = made(staff().post("/v1/admin/products", numbered_body()))
    url = f"/v1/admin/products/{product['id']}"
    added = [variant for start in range(0, 500, 40) for variant in made(add(product["id"], combined(start, min(40, 500 - start))))["data"]]
    assert [variant["position"] for variant in added] == list(range(500))
    whole = staff().get(url).json
    assert (len(whole["variants"]), whole["variant_count"], whole["price_from"]) == (100, 500, cny(1501))
    assert (add(product["id"], combined(500, 1)).code, staff().get(url).json) == ("too_many_variants", whole)

    listed: list[Any] = []
    cursor = ""
    for _ in range(5):
        page = staff().get(f"{url}/variants?limit=100{cursor}").json
        listed, cursor = listed + page["data"], f"&cursor={page['next_cursor']}"
    assert (listed, page["next_cursor"]) == (added, None)

    taken = staff().patch(f"{url}/variants/{added[499]['id']}", {"options": {"号": "0", "组": "a"}})
    assert (taken.status, taken.code) == (409, "duplicate_option_combination")
    cheap = made(staff().patch(f"{url}/variants/{added[499]['id']}", {"price": cny(5)}))
    assert (cheap["price"], staff().get(url).json["price_from"]) == (cny(5), cny(5))

    stocked(added[450]["id"], 3)
    made(staff().post(f"{url}/publish"))
    assert all(sellable.published for sellable in sellables(variant["id"] for variant in added).values())
    shown = shopper().get(f"/v1/products/{product['id']}").json
    assert (len(shown["variants"]), shown["variant_count"]) == (100, 500)
    page = shopper().get(f"/v1/products/{product['slug']}/variants?limit=50").json
    assert [variant["id"] for variant in page["data"]] == [variant["id"] for variant in added[:50]]

    # What a list reads of a product does not grow with its variants.
    one = made(staff().post("/v1/admin/products", sized("S")))
    stocked(one["variants"][0]["id"], 3)
    made(staff().post(f"/v1/admin/products/{one['id']}/publish"))
    many_card, one_card = (CatalogTable.get(f"PROD#{found['id']}", "CARD").body or "" for found in (product, one))
    assert abs(len(many_card) - len(one_card)) < 100


def test_each_variant_has_its_own_price_barcode_and_image() -> None:
    """A10"""
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    small = product["variants"][0]
    url = f"/v1/admin/products/{product['id']}/variants/{small['id']}"
    change = {"price": cny(100), "barcode": "6901234567892", "image": "https://img.example/s.jpg", "weight_g": 250, "list_price": cny(200)}
    edited = made(staff().patch(url, change))
    assert edited == small | change | {"effective_price": cny(100), "barcodes": ["6901234567892"]}
    assert staff().get(f"/v1/admin/products/{product['id']}").json["variants"] == [edited, product["variants"][1]]
    sellable = sellables([small["id"]])[small["id"]]
    assert (sellable.price.amount, sellable.image, sellable.weight_g) == (100, "https://img.example/s.jpg", 250)


def test_a_duplicate_combination_or_sku_is_refused_and_nothing_is_written() -> None:
    """A10"""
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    other = created()
    before = catalogue_items()
    same_combination = {"sku": "X", "options": {"尺码": "S"}, "price": cny(1)}
    assert add(product["id"], [same_combination]).code == "duplicate_option_combination"
    options = made(staff().patch(f"/v1/admin/products/{product['id']}", {"options": [{"name": "尺码", "values": ["S", "M", "L"]}]}))
    before = catalogue_items()
    taken = add(product["id"], [{"sku": other["variants"][0]["sku"], "options": {"尺码": "L"}, "price": cny(1)}])
    assert (taken.status, taken.code, taken.json["id"]) == (409, "sku_taken", other["variants"][0]["id"])
    own = add(product["id"], [{"sku": options["variants"][0]["sku"], "options": {"尺码": "L"}, "price": cny(1)}])
    assert (own.code, own.json["id"]) == ("sku_taken", options["variants"][0]["id"])
    mixed = add(product["id"], [{"sku": "Y", "options": {"尺码": "L"}, "price": {"amount": 1, "currency": "USD"}}])
    assert (mixed.status, mixed.code) == (422, "mixed_currencies")
    assert catalogue_items() == before


def test_patching_a_product_matches_variants_by_sku() -> None:
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    small, medium = product["variants"]
    wanted = [
        {"sku": small["sku"], "options": {"尺码": "S"}, "price": cny(1)},
        {"sku": "NEW", "options": {"尺码": "L"}, "price": cny(2)},
    ]
    options = [{"name": "尺码", "values": ["S", "M", "L"]}]
    edited = made(staff().patch(f"/v1/admin/products/{product['id']}", {"options": options, "variants": wanted}))
    assert [(v["sku"], v["price"]["amount"]) for v in edited["variants"]] == [(small["sku"], 1), (medium["sku"], 8900), ("NEW", 2)]
    assert edited["variants"][0]["id"] == small["id"]


def test_variants_of_a_crashed_edit_are_healed_by_the_stream() -> None:
    """The product says one thing, some of its variants still another: the projector brings them together, and only forward."""
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    ids = [variant["id"] for variant in product["variants"]]
    before = catalogue_items()
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"title": {"zh": "新名"}}))
    stale = before[f"VAR#{ids[1]} VARIANT"]
    CatalogTable._get_connection().connection.client.put_item(TableName="catalog", Item=stale)
    assert sellables(ids)[ids[1]].title == product["title"]
    follow_products(before)
    assert {s.title["zh"] for s in sellables(ids).values()} == {"新名"}
    old = {k: v for k, v in before.items() if k.endswith("PRODUCT")}
    follow_products({k: v | {"version": {"N": "0"}} for k, v in old.items()})
    assert {s.title["zh"] for s in sellables(ids).values()} == {"新名"}
