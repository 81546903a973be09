"""The publish gate, and how a product comes on sale and goes."""

from __future__ import annotations

import pytest

from functions.catalog import sellables
from functions.catalog.store.records import CatalogTable
from tests.integration.catalog.support import catalogue_items, cny, created, made, published, shopper, staff, stocked
from tests.support.events import events_in


def test_an_incomplete_product_stays_a_draft_and_every_missing_thing_is_named() -> None:
    """A02"""
    product = created(description=None, images=None, variants=None)
    before = catalogue_items()
    refused = staff().post(f"/v1/admin/products/{product['id']}/publish")
    assert (refused.status, refused.code) == (422, "not_publishable")
    assert [error["code"] for error in refused.json["errors"]] == ["description_missing", "price_missing", "image_missing", "stock_missing"]
    assert catalogue_items() == before
    assert staff().get(f"/v1/admin/products/{product['id']}").json["status"] == "draft"


def test_a_product_without_stock_is_not_published() -> None:
    """A02"""
    product = created()
    refused = staff().post(f"/v1/admin/products/{product['id']}/publish")
    assert [error["code"] for error in refused.json["errors"]] == ["stock_missing"]
    stocked(product["variants"][0]["id"], 1)
    assert made(staff().post(f"/v1/admin/products/{product['id']}/publish"))["status"] == "published"


def test_a_price_of_zero_is_a_price() -> None:
    """F-A2, A02"""
    product = created(variants=[{"sku": "free", "price": cny(0)}])
    stocked(product["variants"][0]["id"], 1)
    assert made(staff().post(f"/v1/admin/products/{product['id']}/publish"))["status"] == "published"


def test_unpublished_products_are_gone_at_once_and_come_back() -> None:
    """A03"""
    product = published()
    url, variant = f"/v1/admin/products/{product['id']}", product["variants"][0]["id"]
    assert [row["id"] for row in shopper().get("/v1/products").json["data"]] == [product["id"]]
    made(staff().post(f"{url}/unpublish"))
    assert shopper().get("/v1/products").json["data"] == []
    assert (shopper().get(f"/v1/products/{product['id']}").code, shopper().get(f"/v1/products/{product['slug']}").code) == (
        "not_found",
        "not_found",
    )
    assert shopper().get(f"/v1/products/{product['id']}/variants").status == 404
    assert sellables([variant])[variant].published is False
    made(staff().post(f"{url}/publish"))
    assert shopper().get(f"/v1/products/{product['id']}").status == 200
    assert sellables([variant])[variant].published is True
    told = [(e.type, e.data["product_version"]) for e in events_in(CatalogTable, "product.published", "product.unpublished")]
    assert told == [("product.published", 2), ("product.unpublished", 3), ("product.published", 4)]


def test_publishing_twice_is_one_publication() -> None:
    product = published()
    again = staff().post(f"/v1/admin/products/{product['id']}/publish", idempotency_key="k")
    assert (again.status, again.json) == (200, product)
    assert len(events_in(CatalogTable, "product.published")) == 1


def test_a_draft_cannot_be_unpublished() -> None:
    refused = staff().post(f"/v1/admin/products/{created()['id']}/unpublish")
    assert (refused.status, refused.code, refused.json["allowed"]) == (409, "illegal_transition", ["archived", "published"])


@pytest.mark.parametrize("change", [{"images": []}, {"description": {}}])
def test_a_published_product_stays_complete(change: dict[str, object]) -> None:
    """A02"""
    product = published()
    assert staff().patch(f"/v1/admin/products/{product['id']}", change).code == "not_publishable"
    assert staff().get(f"/v1/admin/products/{product['id']}").json == product
