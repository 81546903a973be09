"""What shoppers read."""

from __future__ import annotations

import botocore.client
import pytest

from functions.catalog.store.records import CatalogTable
from functions.shared.store.shards import MIGRATED, SHARDS
from tests.integration.catalog.support import (
    catalogue_items,
    cny,
    created,
    follow_products,
    follow_stock,
    made,
    published,
    shopper,
    sized,
    staff,
)


def category(name: str, parent: str | None = None) -> str:
    body = {"name": {"zh": name}} | ({"parent_id": parent} if parent else {})
    return str(made(staff().post("/v1/admin/categories", body))["id"])


def brand(name: str) -> str:
    return str(made(staff().post("/v1/admin/brands", {"name": {"en": name}}))["id"])


def listed(url: str) -> list[str]:
    answer = shopper().get(url)
    assert answer.status == 200, answer.text
    return [row["id"] for row in answer.json["data"]]


def test_a_product_in_the_language_of_the_reader() -> None:
    """A01, A13"""
    brand_id, category_id = brand("Beechwood"), category("餐厨")
    product = published(
        brand_id=brand_id,
        category_id=category_id,
        attributes=[{"name": {"zh": "材质", "en": "Material"}, "value": {"zh": "木", "en": "wood"}}],
    )
    english = shopper(accept_language="en-GB").get(f"/v1/products/{product['id']}").json
    variant = product["variants"][0]
    assert english == {
        "id": product["id"],
        "slug": product["slug"],
        "title": product["title"]["en"],
        "brief": "Sturdy",
        "description": "<p>Beech</p>",
        "images": [{"url": "https://img.example/board.jpg", "alt": "A board", "sizes": {}}],
        "options": [],
        "attributes": [{"name": "Material", "value": "wood"}],
        "variants": [
            {
                "id": variant["id"],
                "sku": variant["sku"],
                "options": {},
                "price": cny(8900),
                "list_price": cny(9900),
                "reduction_percent": 10,
                "price_label": None,
                "price_ends_at": None,
                "lowest_price_30_days": None,
                "stock_state": "in_stock",
                "promised_on": None,
                "image": None,
                "barcode": None,
                "barcodes": [],
                "weight_g": 0,
                "size_mm": None,
                "measure": None,
                "price_per_measure": None,
                "metadata": {},
                "custom_fields": {},
                "price_list": None,
                "converted": None,
                "quantity_prices": [],
            }
        ],
        "variant_count": 1,
        "brand": {"id": brand_id, "name": "Beechwood", "logo": None},
        "category_id": category_id,
        "tags": [],
        "price_from": cny(8900),
        "list_price_from": cny(9900),
        "reduction_percent": 10,
        "price_label": None,
        "price_per_measure": None,
        "currencies": ["CNY"],
        "stock_state": "in_stock",
        "rating": None,
        "rating_count": 0,
        "price_list": None,
        "converted": None,
        "question_count": 0,
        "seo": {
            "title": product["title"]["en"],
            "description": "Sturdy",
            "keywords": [],
            "json_ld": {
                "@context": "https://schema.org",
                "@type": "Product",
                "name": product["title"]["en"],
                "description": "Sturdy",
                "productID": product["id"],
                "url": f"http://localhost:8000/products/{product['slug']}",
                "image": ["https://img.example/board.jpg"],
                "brand": {"@type": "Brand", "name": "Beechwood"},
                "sku": variant["sku"],
                "offers": {
                    "@type": "Offer",
                    "price": "89.00",
                    "priceCurrency": "CNY",
                    "availability": "https://schema.org/InStock",
                    "url": f"http://localhost:8000/products/{product['slug']}",
                },
            },
        },
        "custom_fields": {},
        "sections": [],
        "safety": None,
        "published_at": product["published_at"],
        "metadata": {},
    }
    chinese = shopper(accept_language="fr").get(f"/v1/products/{product['slug']}").json
    assert (chinese["title"], chinese["description"], chinese["attributes"]) == (
        "砧板",
        "<p>山毛榉</p>",
        [{"name": "材质", "value": "木"}],
    )


def test_a_list_shows_cards() -> None:
    brand_id = brand("B")
    product = published(brand_id=brand_id)
    row = shopper(accept_language="en").get("/v1/products").json["data"]
    assert row == [
        {
            "id": product["id"],
            "slug": product["slug"],
            "title": product["title"]["en"],
            "brief": "Sturdy",
            "image": "https://img.example/board.jpg",
            "brand": {"id": brand_id, "name": "B", "logo": None},
            "category_id": None,
            "price_from": cny(8900),
            "list_price_from": cny(9900),
            "reduction_percent": 10,
            "price_label": None,
            "price_per_measure": None,
            "currencies": ["CNY"],
            "stock_state": "in_stock",
            "rating": None,
            "rating_count": 0,
            "price_list": None,
            "converted": None,
            "highlight": None,
        }
    ]


def test_detail_and_list_cost_the_same_requests_whatever_the_number_of_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    """A13; architecture.md: product detail at most 1 request. A list without a search index: its shards, and the cards."""
    sizes = [str(n) for n in range(40)]
    body = sized(*sizes)
    product = published(**body)
    client = shopper()
    CatalogTable(*MIGRATED).save()
    client.get("/v1/products")
    calls: list[str] = []

    plain = botocore.client.BaseClient._make_api_call

    def counted(self: object, operation: str, parameters: object) -> object:
        calls.append(operation)
        return plain(self, operation, parameters)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", counted)
    assert len(client.get(f"/v1/products/{product['id']}").json["variants"]) == 40
    assert calls == ["GetItem"]
    client.get(f"/v1/products/{product['slug']}")
    assert calls == ["GetItem", "Query"]
    client.get("/v1/products")
    assert [call for call in calls if call != "GetObject"] == ["GetItem", "Query", *["Query"] * SHARDS, "BatchGetItem"]


def test_lists_are_newest_first_paged_and_stable_under_inserts() -> None:
    ids = [published()["id"] for _ in range(5)]
    first = shopper().get("/v1/products?limit=2").json
    newer = published()["id"]
    second = shopper().get(f"/v1/products?limit=2&cursor={first['next_cursor']}").json
    third = shopper().get(f"/v1/products?limit=2&cursor={second['next_cursor']}").json
    assert [row["id"] for page in (first, second, third) for row in page["data"]] == ids[::-1]
    assert third["next_cursor"] is None
    assert listed("/v1/products?limit=1") == [newer]


def test_a_category_lists_its_whole_subtree_once_each() -> None:
    """A07"""
    root = category("居家")
    levels = [root]
    for name in ("床品", "被子", "羊毛被"):
        levels.append(category(name, levels[-1]))
    top, deep, other = published(category_id=root)["id"], published(category_id=levels[3])["id"], published()["id"]
    created(category_id=root)
    assert listed(f"/v1/categories/{root}/products") == [deep, top]
    assert listed(f"/v1/products?category={levels[2]}") == [deep]
    assert listed("/v1/products") == [other, deep, top]
    assert listed("/v1/products?category=cat_x") == []
    assert shopper().get("/v1/categories/cat_x/products").code == "not_found"


def test_a_brand_lists_its_published_products() -> None:
    """A09"""
    brand_id = brand("B")
    product = published(brand_id=brand_id)["id"]
    created(brand_id=brand_id)
    published()
    assert listed(f"/v1/brands/{brand_id}/products") == [product]
    assert listed(f"/v1/products?brand={brand_id}&category=cat_x") == []
    assert shopper().get("/v1/brands/brd_x/products").code == "not_found"


def test_in_stock_shows_what_can_be_bought() -> None:
    """A13"""
    full, empty = published(), published()
    made(staff().post(f"/v1/admin/stock/{empty['variants'][0]['id']}/adjust", {"delta": -100, "reason": "lost"}))
    follow_stock()
    assert (listed("/v1/products?in_stock=true"), listed("/v1/products?in_stock=false")) == ([full["id"]], [empty["id"]])
    assert shopper().get(f"/v1/products/{empty['id']}").json["stock_state"] == "out_of_stock"


@pytest.mark.parametrize("query", ["sort=cheapest", "colour=red", "limit=0", "limit=101", "in_stock=maybe"])
def test_unknown_filters_and_sorts_are_refused(query: str) -> None:
    assert shopper().get(f"/v1/products?{query}").status == 422


def test_a_cursor_of_another_list_is_refused() -> None:
    for _ in range(2):
        published()
    cursor = shopper().get("/v1/products?limit=1").json["next_cursor"]
    assert shopper().get(f"/v1/products?limit=1&in_stock=true&cursor={cursor}").code == "invalid_cursor"


def test_reads_are_cacheable() -> None:
    """P01"""
    product = published()
    for url in ("/v1/categories", "/v1/brands", "/v1/products", f"/v1/products/{product['id']}"):
        first = shopper().get(url)
        assert first.headers["cache-control"].startswith("public, max-age=")
        assert shopper().get(url, if_none_match=first.headers["etag"]).status == 304


def test_a_renamed_brand_is_renamed_on_its_products() -> None:
    """A09"""
    brand_id = brand("Old")
    product = published(brand_id=brand_id)
    before = catalogue_items()
    made(staff().patch(f"/v1/admin/brands/{brand_id}", {"name": {"en": "New"}}))
    follow_products(before)
    follow_products(before)
    assert shopper().get(f"/v1/products/{product['id']}").json["brand"]["name"] == "New"
    assert shopper().get("/v1/products").json["data"][0]["brand"]["name"] == "New"
