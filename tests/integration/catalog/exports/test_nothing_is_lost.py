"""An export carries whatever staff can write about a product, and an import restores it, in the same shop and in an empty one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.catalog.exports.test_round_trip import MEDIA
from tests.integration.catalog.support import made, staff
from tests.support.catalogue import Merchant, counts
from tests.support.tables import empty_tables

NOW = datetime(2030, 11, 1, 8, tzinfo=UTC)
ATTRIBUTES = [
    {"code": "material", "name": {"zh": "材质", "en": "Material"}, "type": "enum",
     "values": [{"code": "oak", "name": {"zh": "橡木"}}, {"code": "beech", "name": {"zh": "山毛榉"}}]},
    {"code": "weight", "name": {"zh": "重量"}, "type": "number", "unit": "kg", "unit_names": {"zh": "千克"}, "filterable": False},
    {"code": "washable", "name": {"zh": "可洗"}, "type": "boolean", "required": True},
]  # fmt: skip
ORIGIN = {"code": "origin", "name": {"zh": "产地"}, "type": "text"}
GIVEN = [
    {"code": "material", "value": "beech"},
    {"code": "weight", "value": 1.5},
    {"code": "washable", "value": False},
    {"code": "origin", "value": {"zh": "中国", "en": "China"}},
    {"name": {"zh": "特点"}, "value": {"zh": "重"}},
]
SAFETY = {
    "manufacturer": {"name": "=W", "address": "1 Road", "country": "CN", "url": "https://wood.example/c", "email": "w@wood.example"},
    "responsible_persons": [{"name": "A", "address": "B", "country": "DE", "email": "a@b.example"}, {"name": "C", "country": "GB"}],
    "identifier": "+BX",
    "warnings": {"zh": "小心", "de": "Vorsicht"},
    "exempt": "antiques",
}
OUR_OWN = {"id", "product_id", "version", "created_at", "updated_at", "published_at", "brand_id", "category_id", "parent_id", "variants"}


def _price(amount: int, currency: str = "CNY") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def _seo(word: str) -> dict[str, Any]:
    return {"title": {"zh": f"{word} 标题"}, "description": {"zh": "描述"}, "keywords": {"zh": [word, "=词"], "en": ["board"]}}


def _everything() -> str:
    """The id of a product on sale about which everything is said that can be said."""
    root = {"name": {"zh": "厨房"}, "description": {"zh": "<p>x</p>"}, "sort": 3, "image": "https://img.example/c.jpg",
            "attributes": ATTRIBUTES, "taxonomy_code": "638", "slug": "kitchen", "seo": _seo("厨房"), "metadata": {"a": "b"}}  # fmt: skip
    parent = made(staff().post("/v1/admin/categories", root))["id"]
    leaf = made(staff().post("/v1/admin/categories", {"name": {"zh": "砧板"}, "parent_id": parent, "attributes": [ORIGIN]}))["id"]
    brand = {
        "name": {"zh": "木作"},
        "description": {"en": "<p>y</p>"},
        "logo": "https://img.example/l.png",
        "sort": 7,
        "metadata": {"c": "d"},
    }
    body = {
        "slug": "board",
        "title": {"zh": "砧板", "en": "Board"},
        "brief": {"zh": "结实"},
        "description": {"zh": "<p>山毛榉</p>"},
        "category_id": leaf,
        "brand_id": made(staff().post("/v1/admin/brands", brand))["id"],
        "tags": ["a", "b, c"],
        "attributes": GIVEN,
        "sections": [{"title": {"zh": "使用方法", "en": "How to use"}, "body": {"zh": "<p>洗</p>"}}],
        "custom_fields": {
            "supplier": {"type": "json", "value": {"b": 1, "a": [True]}},
            "until": {"type": "date", "value": "2031-01-01", "public": True},
        },
        "options": [{"name": "尺码", "values": ["大", "小"], "names": {"en": "Size"}, "labels": {"小": {"en": "Small"}}}],
        "images": [{"url": "https://img.example/a.jpg", "alt": {"zh": "图"}}],
        "seo": _seo("砧板"),
        "safety": SAFETY,
        "metadata": {"k": "v"},
        "variants": [
            {"sku": "L", "options": {"尺码": "大"}, "price": _price(10000), "list_price": _price(12000), "cost": _price(100), "weight_g": 5,
             "size_mm": {"length": 300, "width": 200, "height": 10}, "measure": {"quantity": "0.75", "unit": "l"},
             "barcode": "690", "prices": [{"price": _price(1400, "USD"), "list_price": _price(1500, "USD")}]},
            {"sku": "S", "options": {"尺码": "小"}, "price": _price(8000)},
        ],
    }  # fmt: skip
    product = made(staff().post("/v1/admin/products", body))
    made(staff().post(f"/v1/admin/stock/{product['variants'][0]['id']}/adjust", {"delta": 3, "reason": "goods received"}))
    made(staff().post(f"/v1/admin/products/{product['id']}/publish"))
    large = product["variants"][0]["id"]
    for planned in (
        {"kind": "discount", "price": _price(7000), "ends_at": "2030-11-02T00:00:00Z", "label": {"zh": "限时", "en": "Now"}},
        {"kind": "change", "price": _price(9000), "list_price": _price(9900), "starts_at": "2030-11-03T00:00:00Z"},
        {"kind": "discount", "price": _price(900, "USD"), "starts_at": "2030-11-03T00:00:00Z", "ends_at": "2030-11-04T00:00:00Z",
         "variant_ids": [large]},
    ):  # fmt: skip
        made(staff().post(f"/v1/admin/products/{product['id']}/scheduled_prices", planned))
    return str(product["id"])


def _known(slug: str = "board") -> dict[str, Any]:
    """What staff reads of the product and its groups, without what a shop gives out itself."""
    client = staff()
    listed = client.get("/v1/admin/products").json["data"]
    product = client.get(f"/v1/admin/products/{next(one['id'] for one in listed if one['slug'] == slug)}").json
    skus = {variant["id"]: variant["sku"] for variant in product["variants"]}
    planned = client.get(f"/v1/admin/products/{product['id']}/scheduled_prices").json["data"]
    categories = {one["id"]: one for one in client.get("/v1/admin/categories").json["data"]}
    path = [categories[product["category_id"]]]
    while path[-1]["parent_id"]:
        path.append(categories[path[-1]["parent_id"]])
    return {
        "product": _bare(product),
        "variants": [_bare(variant) for variant in product["variants"]],
        "planned": sorted(
            (_bare(one) | {"skus": [skus[v] for v in one["variant_ids"]], "variant_ids": None} for one in planned), key=json.dumps
        ),
        "path": [_bare(one) for one in path],
        "brands": [_bare(one) for one in client.get("/v1/admin/brands").json["data"]],
        "stock": {sku: client.get(f"/v1/admin/stock/{sku}").json["available"] for sku in skus.values()},
    }


def _bare(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in OUR_OWN}


@pytest.mark.parametrize("file_format", ["shopify_csv", "ndjson"])
def test_everything_said_of_a_product_comes_back_in_an_empty_shop(merchant: Merchant, file_format: str) -> None:
    """A04, X10, X48"""
    with clock.frozen(NOW):
        _everything()
        before, others = _known(), {name: merchant.exported(name) for name in MEDIA}
        empty_tables()
        job = merchant.imported(others[file_format], media=MEDIA[file_format])
        assert merchant.rows(job, "failed") == []
        assert _known() == before
        assert {name: merchant.exported(name) for name in MEDIA} == others


@pytest.mark.parametrize("file_format", ["shopify_csv", "ndjson"])
def test_importing_it_where_it_came_from_changes_nothing(merchant: Merchant, file_format: str) -> None:
    """A04"""
    with clock.frozen(NOW):
        product_id = _everything()
        before, version = _known(), staff().get(f"/v1/admin/products/{product_id}").json["version"]
        job = merchant.imported(merchant.exported(file_format), media=MEDIA[file_format])
        total = job["progress"]["total"]
        assert counts(job) == {"total": total, "done": total, "unchanged": total}
        assert (_known(), staff().get(f"/v1/admin/products/{product_id}").json["version"]) == (before, version)


def test_prices_of_an_old_export_are_those_that_came_into_force_since(merchant: Merchant) -> None:
    """B08, I04: whoever imports it after the planned change gets the changed price, and no discount that is over."""
    with clock.frozen(NOW):
        _everything()
        data = merchant.exported("ndjson")
    empty_tables()
    with clock.frozen(NOW + timedelta(days=2)):
        assert merchant.rows(merchant.imported(data, media=MEDIA["ndjson"])) == [(1, "created", None)]
        known = _known()
        assert [(v["sku"], v["price"], v["list_price"]) for v in known["variants"]] == [
            ("L", _price(9000), _price(9900)), ("S", _price(9000), _price(9900)),
        ]  # fmt: skip
        assert [(one["state"], one["price"], one["skus"]) for one in known["planned"]] == [("active", _price(900, "USD"), ["L"])]
        assert counts(merchant.imported(data, media=MEDIA["ndjson"])) == {"total": 1, "done": 1, "unchanged": 1}


def test_a_file_can_plan_prices_of_a_product_there_and_take_them_back(merchant: Merchant) -> None:
    """B08: the planned prices a file names are all there are; a file that names none leaves them; none begins in the past."""

    def line(*planned: dict[str, Any]) -> str:
        return json.dumps({"slug": "board", "variants": [variant | {"scheduled_prices": list(planned)} for variant in variants]})

    with clock.frozen(NOW):
        _everything()
        variants = [{"sku": "S", "options": {"尺码": "小"}, "price": _price(8000)}]
        plain = json.dumps({"slug": "board", "variants": variants})
        assert merchant.rows(merchant.imported(plain, media=MEDIA["ndjson"])) == [(1, "unchanged", None)]
        early = {"kind": "discount", "price": _price(5000), "starts_at": "2030-10-01T00:00:00Z", "ends_at": "2030-12-01T00:00:00Z"}
        assert merchant.rows(merchant.imported(line(early), media=MEDIA["ndjson"])) == [(1, "updated", None)]
        mine = [one for one in _known()["planned"] if "S" in one["skus"]]
        assert [(one["kind"], one["price"], one["starts_at"], one["skus"]) for one in mine if one["state"] == "active"] == [
            ("discount", _price(5000), times.iso(NOW), ["S"]),
        ]  # fmt: skip
        assert [one["state"] for one in mine if one["kind"] == "change"] == []
        assert merchant.rows(merchant.imported(line(early) + " ", media=MEDIA["ndjson"])) == [(1, "unchanged", None)]
    with clock.frozen(NOW + timedelta(hours=1)):
        assert merchant.rows(merchant.imported(line(), media=MEDIA["ndjson"])) == [(1, "updated", None)]
        assert [one for one in _known()["planned"] if one["skus"] == ["S"] and one["state"] != "ended"] == []


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        ({"kind": "discount", "price": _price(1)}, "missing"),
        ({"kind": "discount", "price": _price(1), "starts_at": "2030-11-02T00:00:00Z"}, "value_error"),
        ({"kind": "change", "price": _price(1, "EUR"), "starts_at": "2030-11-02T00:00:00Z"}, "currency_not_offered"),
        ({"kind": "change", "price": _price(-1), "starts_at": "2030-11-02T00:00:00Z"}, "greater_than_equal"),
        ({"kind": "change", "price": _price(1), "starts_at": "soon"}, "invalid_time"),
        (
            {"kind": "discount", "price": _price(1), "starts_at": "2030-11-03T00:00:00Z", "ends_at": "2030-11-02T00:00:00Z"},
            "ends_before_start",
        ),
    ],
)
def test_a_planned_price_that_cannot_be_fails_its_row_and_changes_nothing(merchant: Merchant, planned: dict[str, Any], code: str) -> None:
    """A04, B08"""
    with clock.frozen(NOW):
        body = {"slug": "x", "title": {"zh": "x"}, "variants": [{"sku": "X", "price": _price(100), "scheduled_prices": [planned]}]}
        assert merchant.rows(merchant.imported(json.dumps(body), media=MEDIA["ndjson"])) == [(1, "failed", code)]
        assert staff().get("/v1/admin/products").json["data"] == []


def test_what_a_category_no_longer_declares_is_exported_as_a_free_attribute(merchant: Merchant) -> None:
    """A11: a file that would be refused for it would lose the whole product."""
    with clock.frozen(NOW):
        product_id = _everything()
        category = staff().get(f"/v1/admin/products/{product_id}").json["category_id"]
        made(staff().patch(f"/v1/admin/categories/{category}", {"attributes": []}))
        data = merchant.exported("ndjson")
        assert json.loads(data)["attributes"][3] == {"name": {"zh": "产地"}, "value": {"en": "China", "zh": "中国"}}
        assert counts(merchant.imported(data, media=MEDIA["ndjson"])) == {"total": 1, "done": 1, "unchanged": 1}
        empty_tables()
        assert counts(merchant.imported(data, media=MEDIA["ndjson"])) == {"total": 1, "done": 1, "created": 1}
        assert merchant.exported("ndjson") == data
