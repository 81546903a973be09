"""Typed attributes, sections, custom fields and what search engines are told."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.model.attribute import search_values
from functions.catalog.model.product import Product
from functions.catalog.store.repository import product_record
from functions.shared.plain.bodies import load
from tests.integration.catalog.support import created, made, product_body, published, shopper, staff

MATERIAL = {
    "code": "material",
    "name": {"zh": "材质", "en": "Material"},
    "type": "enum",
    "values": [{"code": "beech", "name": {"zh": "山毛榉", "en": "Beech"}}, {"code": "oak", "name": {"zh": "橡木", "en": "Oak"}}],
}
WEIGHT = {"code": "weight", "name": {"zh": "重量", "en": "Weight"}, "type": "number", "unit": "kg"}
WASHABLE = {"code": "washable", "name": {"zh": "可洗", "en": "Washable"}, "type": "boolean", "required": True}
ORIGIN = {"code": "origin", "name": {"zh": "产地", "en": "Origin"}, "type": "text"}


def category(*definitions: dict[str, Any], parent: str | None = None) -> str:
    body = {"name": {"zh": "砧板"}, "attributes": list(definitions)} | ({"parent_id": parent} if parent else {})
    return str(made(staff().post("/v1/admin/categories", body))["id"])


def declare(code: str, kind: str) -> dict[str, Any]:
    return {"code": code, "name": {"en": code}, "type": kind}


def test_an_attribute_has_one_type_along_a_path() -> None:
    """F-C12: whether the child declares it, the parent later, or a category moves between them."""

    def refused(answer: Any) -> bool:
        return (answer.status, answer.code) == (422, "attribute_redeclared")

    root = category(declare("width", "number"))
    middle = category(parent=root)
    url = "/v1/admin/categories"
    child = {"name": {"en": "c"}, "parent_id": middle, "attributes": [declare("width", "text")]}
    answer = staff().post(url, child)
    assert refused(answer)
    assert answer.json["errors"][0]["pointer"] == "/attributes/0"
    leaf = category(declare("depth", "text"), declare("width", "number"), parent=middle)
    assert refused(staff().patch(f"{url}/{root}", {"attributes": [declare("width", "number"), declare("depth", "number")]}))
    assert refused(staff().patch(f"{url}/{root}", {"attributes": [declare("width", "text")]}))
    assert refused(staff().patch(f"{url}/{leaf}", {"attributes": [declare("width", "boolean")]}))
    other = category(declare("depth", "number"))
    assert refused(staff().patch(f"{url}/{middle}", {"parent_id": other})), "a leaf far below would inherit another type"
    made(staff().patch(f"{url}/{root}", {"attributes": [declare("depth", "text")]}))


def shown(product: dict[str, Any], language: str = "en") -> Any:
    return shopper(accept_language=language).get(f"/v1/products/{product['id']}").json


def test_declared_attributes_are_inherited_checked_and_shown_in_declared_order() -> None:
    """A11"""
    root = category(MATERIAL, WEIGHT)
    leaf = category(WASHABLE, ORIGIN, parent=root)
    declared = staff().get(f"/v1/admin/categories/{leaf}/attributes").json["data"]
    assert [one["code"] for one in declared] == ["material", "weight", "washable", "origin"]
    given = [
        {"name": {"en": "Feature"}, "value": {"en": "Heavy"}},
        {"code": "washable", "value": True},
        {"code": "origin", "value": {"zh": "中国", "en": "China"}},
        {"code": "weight", "value": 1.50},
        {"code": "material", "value": "beech"},
    ]
    product = published(category_id=leaf, attributes=given)
    assert shown(product)["attributes"] == [
        {"name": "Material", "value": "Beech", "code": "material"},
        {"name": "Weight", "value": "1.5 kg", "code": "weight"},
        {"name": "Washable", "value": "Yes", "code": "washable"},
        {"name": "Origin", "value": "China", "code": "origin"},
        {"name": "Feature", "value": "Heavy"},
    ]
    assert [one["value"] for one in shown(product, "zh")["attributes"]][:4] == ["山毛榉", "1.5 kg", "是", "中国"]
    found = search_values(load(Product, product_record(product["id"]).body).attributes)
    assert (found["材质"], found["Material"], found["material"], found["weight"]) == (("山毛榉",), ("Beech",), ("beech",), ("1.5",))


@pytest.mark.parametrize(
    ("value", "pointer", "code"),
    [
        ({"code": "weight", "value": "heavy"}, "/attributes/0/value", "wrong_type"),
        ({"code": "weight", "value": True}, "/attributes/0/value", "wrong_type"),
        ({"code": "washable", "value": 1}, "/attributes/0/value", "wrong_type"),
        ({"code": "material", "value": "plastic"}, "/attributes/0/value", "wrong_type"),
        ({"code": "origin", "value": 5}, "/attributes/0/value", "wrong_type"),
        ({"code": "colour", "value": "red"}, "/attributes/0/code", "unknown_attribute"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_place(value: dict[str, Any], pointer: str, code: str) -> None:
    """A11"""
    where = category(MATERIAL, WEIGHT, WASHABLE, ORIGIN)
    refused = staff().post("/v1/admin/products", product_body(category_id=where, attributes=[value]))
    assert (refused.status, refused.json["errors"][0]["pointer"], refused.json["errors"][0]["code"]) == (422, pointer, code)
    product = created(category_id=where)
    assert staff().patch(f"/v1/admin/products/{product['id']}", {"attributes": [value]}).status == 422
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == 1


def test_a_required_attribute_is_needed_for_sale_only() -> None:
    """A02, A11"""
    where = category(WASHABLE)
    product = published()
    url = f"/v1/admin/products/{product['id']}"
    refused = staff().patch(url, {"category_id": where})
    assert (refused.code, [error["pointer"] for error in refused.json["errors"]]) == ("not_publishable", ["/attributes/washable"])
    made(staff().patch(url, {"category_id": where, "attributes": [{"code": "washable", "value": False}]}))
    made(staff().patch(url, {"status": "inactive"}))
    made(staff().patch(url, {"attributes": []}))
    assert [error["code"] for error in staff().post(f"{url}/publish").json["errors"]] == ["attribute_missing"]


def test_another_category_judges_the_attributes_that_are_there() -> None:
    """A11"""
    here, there = category(MATERIAL), category(WEIGHT)
    product = created(category_id=here, attributes=[{"code": "material", "value": "oak"}])
    url = f"/v1/admin/products/{product['id']}"
    assert staff().patch(url, {"category_id": there}).code == "unknown_attribute"
    made(staff().patch(url, {"title": {"en": "Other"}}))
    renamed = [MATERIAL | {"name": {"en": "Wood"}}]
    made(staff().patch(f"/v1/admin/categories/{here}", {"attributes": renamed}))
    kept = made(staff().patch(url, {"attributes": [{"code": "material", "value": "beech"}]}))["attributes"]
    assert kept == [{"name": {"en": "Wood"}, "value": {"zh": "山毛榉", "en": "Beech"}, "code": "material", "type": "enum", "raw": "beech"}]


@pytest.mark.parametrize(
    "definition",
    [
        MATERIAL | {"values": []},
        WEIGHT | {"type": "text"},
        ORIGIN | {"type": "colour"},
        ORIGIN | {"values": MATERIAL["values"]},
        ORIGIN | {"code": "not a code"},
        MATERIAL | {"values": [{"code": "a", "name": {"en": "A"}}] * 2},
    ],
)
def test_declarations_that_make_no_sense_are_refused(definition: dict[str, Any]) -> None:
    """A11"""
    assert staff().post("/v1/admin/categories", {"name": {"en": "X"}, "attributes": [definition]}).status == 422
    assert staff().post("/v1/admin/categories", {"name": {"en": "X"}, "attributes": [ORIGIN, ORIGIN]}).status == 422


def test_sections_are_rich_text_without_scripts() -> None:
    """A11"""
    section = {"title": {"zh": "使用方法", "en": "How to use"}, "body": {"en": "<p>Wash.</p><script>alert(1)</script>"}}
    product = published(sections=[section])
    assert shown(product)["sections"] == [{"title": "How to use", "body": "<p>Wash.</p>"}]


def test_custom_fields_are_typed_and_only_public_ones_are_shown() -> None:
    """X10"""
    fields = {
        "care": {"type": "text", "value": "oil", "public": True},
        "margin": {"type": "number", "value": 12.5},
        "since": {"type": "date", "value": "2026-02-28", "public": True},
    }
    product = published(custom_fields=fields)
    assert product["custom_fields"]["margin"] == {"type": "number", "value": 12.5, "public": False}
    assert shown(product)["custom_fields"] == {"care": "oil", "since": "2026-02-28"}
    for wrong in ({"type": "number", "value": "1"}, {"type": "date", "value": "2026-02-30"}, {"type": "url", "value": "javascript:x"}):
        assert staff().post("/v1/admin/products", product_body(custom_fields={"x": wrong})).status == 422


@pytest.mark.parametrize(
    "field",
    [
        '{"custom_fields": {"x": {"type": "number", "value": 1e999}}}',
        '{"custom_fields": {"x": {"type": "number", "value": 9007199254740993}}}',
        '{"custom_fields": {"x": {"type": "json", "value": {"a": [-1e999]}}}}',
        '{"custom_fields": {"x": {"type": "json", "value": ' + "[" * 300 + "]" * 300 + "}}}",
        '{"custom_fields": {"x": {"type": "json", "value": "' + "x" * 5001 + '"}}}',
        '{"custom_fields": {"x": {"type": "text", "value": "\\ud83d"}}}',
        '{"custom_fields": {"x": {"type": "date", "value": "20260228"}}}',
        '{"attributes": [{"code": "weight", "value": 1e999}]}',
        '{"attributes": [{"code": "weight", "value": 1e300}]}',
        '{"attributes": [{"code": "weight", "value": ' + "9" * 400 + "}]}",
    ],
)
def test_numbers_and_documents_that_cannot_be_told_again_are_refused_before_they_spoil_the_product(field: str) -> None:
    """A11, X10"""
    product = published(category_id=category(WEIGHT))
    url = f"/v1/admin/products/{product['id']}"
    refused = staff().call("PATCH", url, field.encode(), {"content-type": "application/json"})
    # A number no float can hold is refused with the document, before anybody asks what it stands for.
    assert (refused.status, refused.code) == ((400, "invalid_json") if "1e999" in field else (422, "invalid"))
    assert staff().get(url).json == product


def test_an_old_slug_leads_to_the_new_one_until_another_product_takes_it() -> None:
    """X35, J04"""
    product = published(slug="one")
    url = f"/v1/admin/products/{product['id']}"
    for slug in ("two", "three"):
        made(staff().patch(url, {"slug": slug}))
    for old in ("one", "two"):
        moved = shopper().get(f"/v1/products/{old}")
        assert (moved.status, moved.headers["location"], moved.text) == (301, "/v1/products/three", "")
        for below in ("/variants?limit=1&currency=CNY", "/reviews?rating=5", "/reviews"):
            deeper = shopper().get(f"/v1/products/{old}{below}")
            assert (deeper.status, deeper.headers["location"]) == (301, f"/v1/products/three{below}"), "F-C3"
    made(staff().patch(url, {"slug": "one"}))
    assert shopper().get("/v1/products/one").status == 200
    created(slug="two")
    assert shopper().get("/v1/products/two").code == "not_found"
    made(staff().patch(url, {"status": "inactive"}))
    assert shopper().get("/v1/products/three").code == "not_found"


def test_search_engines_are_told_what_the_editor_wrote() -> None:
    """J04"""
    seo = {"title": {"en": "Best board"}, "description": {"en": "Buy it"}, "keywords": {"en": ["board", "beech"]}}
    shown_ = shown(published(seo=seo))["seo"]
    assert {name: shown_[name] for name in ("title", "description", "keywords")} == {
        "title": "Best board",
        "description": "Buy it",
        "keywords": ["board", "beech"],
    }
    made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}, "seo": seo, "taxonomy_code": "gs1-10000650"}))
    row = shopper(accept_language="en").get("/v1/categories").json["data"][0]
    assert (row["seo"], row["taxonomy_code"]) == (
        {"title": "Best board", "description": "Buy it", "keywords": ["board", "beech"]},
        "gs1-10000650",
    )


def test_inactive_and_active_take_off_and_put_on_sale() -> None:
    """A03"""
    product = published()
    url = f"/v1/admin/products/{product['id']}"
    assert staff("support").patch(url, {"status": "inactive"}).status == 403
    assert made(staff().patch(url, {"status": "inactive"}))["status"] == "unpublished"
    assert shopper().get(f"/v1/products/{product['id']}").code == "not_found"
    assert made(staff().patch(url, {"status": "active"}))["status"] == "published"
    assert shopper().get(f"/v1/products/{product['id']}").status == 200
    for body in ({"status": "gone"}, {"status": "active", "slug": "x"}, {}):
        assert staff().patch(url, body).status in (200 if body == {} else 422,)


def test_a_title_for_search_engines_in_another_language_does_not_stand_in_for_the_readers_own() -> None:
    """F-C8, J04"""
    product = published(title={"zh": "砧板", "en": "Cutting board"}, seo={"title": {"zh": "榉木砧板，现货"}})
    titles = {}
    for asked in ("en", "zh", "fr"):
        answer = shopper().call("GET", f"/v1/products/{product['id']}", None, {"accept-language": asked})
        titles[asked] = (answer.json["seo"]["title"], answer.headers["content-language"].partition(",")[0])
    assert titles["en"] == ("Cutting board", "en")
    assert titles["zh"] == titles["fr"] == ("榉木砧板，现货", "zh")


def test_a_unit_is_called_as_the_reader_calls_it() -> None:
    """P11, ADR 0020: on the product and in facets; who sends none of its names keeps them, with another unit they are gone."""
    names = {"zh": "千克", "de": "Kilo"}
    there = category(WEIGHT | {"unit_names": names})
    product = published(category_id=there, attributes=[{"code": "weight", "value": 1.5}])

    def seen(language: str) -> str:
        (shown,) = shopper(**{"Accept-Language": language}).get(f"/v1/products/{product['id']}").json["attributes"]
        return str(shown["value"])

    assert [seen(language) for language in ("zh", "de", "en")] == ["1.5 千克", "1.5 Kilo", "1.5 千克"]
    path = f"/v1/admin/categories/{there}"
    assert made(staff().patch(path, {"attributes": [WEIGHT | {"filterable": False}]}))["attributes"][0]["unit_names"] == names
    assert made(staff().patch(path, {"attributes": [WEIGHT | {"unit": "g"}]}))["attributes"][0]["unit_names"] == {}
    assert made(staff().patch(path, {"attributes": [WEIGHT | {"unit_names": {"en": "kilos"}}]}))["attributes"][0]["unit_names"] == {
        "en": "kilos"
    }
    assert made(staff().patch(path, {"attributes": [WEIGHT | {"unit_names": {}}]}))["attributes"][0]["unit_names"] == {}


@pytest.mark.parametrize(
    "fields",
    [{"unit_names": {"en": "x" * 21}}, {"unit_names": {"en": ""}}, {"unit_names": {"xxx": "g"}}, {"unit": None, "unit_names": {"en": "g"}}],
)
def test_bad_names_of_a_unit_are_refused(fields: dict[str, Any]) -> None:
    assert staff().post("/v1/admin/categories", {"name": {"zh": "砧板"}, "attributes": [WEIGHT | fields]}).status == 422
