"""Products as editors write them."""

from __future__ import annotations

import pytest

from functions.catalog.store.records import CatalogTable
from tests.integration.catalog.support import cny, created, made, product_body, sized, staff
from tests.support.events import events_in


def test_what_is_written_is_read_again_and_tells_an_event() -> None:
    """A01"""
    body = product_body(
        title={"zh": "A & B <3", "en": "A & B"},
        tags=["wood", "kitchen"],
        attributes=[{"name": {"zh": "材质"}, "value": {"zh": "山毛榉"}}],
        metadata={"erp": "7"},
    )
    answer = staff().post("/v1/admin/products", body)
    assert (answer.status, answer.json["version"], answer.headers["etag"]) == (201, 1, '"1"')
    read = staff().get(f"/v1/admin/products/{answer.json['id']}")
    assert read.json == answer.json
    assert {name: read.json[name] for name in body if name not in ("images", "variants")} == {
        name: value for name, value in body.items() if name not in ("images", "variants")
    }
    assert read.json["variants"][0]["price"] == cny(8900)
    assert [(e.type, e.data) for e in events_in(CatalogTable)] == [("product.created", {"product_id": read.json["id"]})]


def test_patch_changes_only_what_was_sent_and_refuses_a_stale_version() -> None:
    """A01"""
    product = created()
    url = f"/v1/admin/products/{product['id']}"
    edited = staff().call("PATCH", url, {"brief": {"zh": "新"}}, {"If-Match": '"1"'})
    assert (edited.status, edited.headers["etag"]) == (200, '"2"')
    changing = {"brief", "version", "updated_at"}
    assert {k: v for k, v in edited.json.items() if k not in changing} == {k: v for k, v in product.items() if k not in changing}
    stale = staff().call("PATCH", url, {"brief": {"zh": "旧"}}, {"If-Match": '"1"'})
    assert (stale.status, stale.code, stale.json["current_version"]) == (409, "version_conflict", 2)
    assert staff().get(url).json == edited.json
    assert events_in(CatalogTable, "product.edited")[0].data == {"product_id": product["id"], "product_version": 2, "fields": ["brief"]}


def test_a_taken_external_id_names_its_owner_and_writes_nothing() -> None:
    first = created(external_id="E1")
    items = len(list(CatalogTable.scan()))
    again = staff().post("/v1/admin/products", product_body(external_id="E1"))
    assert (again.status, again.code, again.json["id"]) == (409, "external_id_taken", first["id"])
    assert len(list(CatalogTable.scan())) == items


def test_the_same_key_creates_one_product() -> None:
    """X01"""
    body, client = product_body(), staff()
    first, again = (client.post("/v1/admin/products", body, idempotency_key="k1") for _ in range(2))
    assert (again.status, again.text, again.headers["idempotent-replayed"]) == (201, first.text, "true")
    assert len(staff().get("/v1/admin/products").json["data"]) == 1


def test_slugs_come_from_the_title_and_never_collide() -> None:
    first, second = created(title={"zh": "板", "en": "Beech Board!"}), created(title={"zh": "板", "en": "beech board"})
    assert first["slug"] == "beech-board"
    assert second["slug"] == f"beech-board-{second['id'][-8:].lower()}"
    assert created(title={"zh": "重庆火锅"}, external_id=None)["slug"] == "chong-qing-huo-guo"
    wordless = created(title={"zh": "🍵"}, external_id=None)
    assert wordless["slug"] == wordless["id"].removeprefix("prod_").lower()
    given = staff().post("/v1/admin/products", product_body(slug="beech-board"))
    assert (given.status, given.code, given.json["id"]) == (409, "slug_taken", first["id"])


def test_a_changed_slug_frees_the_old_one() -> None:
    product = created(slug="one")
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"slug": "two"}))
    assert created(slug="one")["slug"] == "one"
    assert staff().post("/v1/admin/products", product_body(slug="two")).code == "slug_taken"


@pytest.mark.parametrize(
    ("fields", "status", "code", "pointer"),
    [
        ({"category_id": "cat_x"}, 422, "unknown_category", "/category_id"),
        ({"brand_id": "brd_x"}, 422, "unknown_brand", "/brand_id"),
        ({"title": {}}, 422, "invalid", "/title"),
        ({"title": {"zh": " \u3000 "}}, 422, "invalid", "/title/zh"),
        ({"variants": [{"sku": "a", "price": cny(-1)}]}, 422, "invalid", "/variants/0/price/amount"),
        ({"variants": [{"sku": "a", "price": {"amount": 1, "currency": "XXX"}}]}, 422, "invalid", "/variants/0/price/currency"),
        ({"variants": [{"sku": "a", "price": cny(1), "options": {"色": "红"}}]}, 422, "invalid", "/variants/0/options"),
        ({"variants": [{"sku": "a", "price": cny(1)}, {"sku": "a", "price": cny(1)}]}, 409, "duplicate_sku", None),
        ({"variants": [{"sku": "a", "price": cny(1)}, {"sku": "b", "price": cny(1)}]}, 409, "duplicate_option_combination", None),
        ({"variants": [{"sku": str(n), "price": cny(1)} for n in range(41)]}, 422, "invalid", "/variants"),
        ({"images": [{"url": "javascript:alert(1)"}]}, 422, "invalid", "/images/0/url"),
        ({"surprise": 1}, 422, "invalid", "/surprise"),
    ],
)
def test_bad_products_are_refused_and_nothing_is_written(fields: dict[str, object], status: int, code: str, pointer: str | None) -> None:
    answer = staff().post("/v1/admin/products", product_body(**fields))
    assert (answer.status, answer.code) == (status, code)
    assert [error["pointer"] for error in answer.json.get("errors", [])] == ([pointer] if pointer else [])
    assert [item for item in CatalogTable.scan() if item.kind != "idem"] == []


def test_scripts_are_taken_out_of_descriptions() -> None:
    product = created(description={"en": '<p onclick="x()">Fine</p><script>alert(1)</script>'}, brief={"en": "<b>big</b> & <i>small</i>"})
    assert (product["description"], product["brief"]) == ({"en": "<p>Fine</p>"}, {"en": "<b>big</b> & <i>small</i>"})


@pytest.mark.parametrize("text", ["A&B <small> size", "1 < 2 > 0", "<3", "AT&amp;T", 'Tom & Jerry\'s "best"', "</script>", "a<b", "&lt;"])
def test_plain_texts_are_kept_as_they_are_typed(text: str) -> None:
    """F-C12: titles, options, tags and names are no HTML; whoever shows them escapes them."""
    texts = {"en": text}
    category = made(staff().post("/v1/admin/categories", {"name": texts}))
    variant = {"sku": "t-1", "price": cny(1), "options": {text: text}}
    product = created(title=texts, brief=texts, tags=[text], category_id=category["id"], variants=[variant],
                      options=[{"name": text, "values": [text]}], attributes=[{"name": texts, "value": texts}],
                      seo={"title": texts, "description": texts, "keywords": {"en": [text]}})  # fmt: skip
    assert (product["title"], product["brief"], product["tags"], category["name"]) == (texts, texts, [text], texts)
    assert product["options"] == [{"name": text, "values": [text], "names": {}, "labels": {}}]
    assert (product["attributes"], product["variants"][0]["options"]) == ([{"name": texts, "value": texts}], {text: text})
    assert product["seo"] == {"title": texts, "description": texts, "keywords": {"en": [text]}}


def test_staff_lists_all_statuses_newest_first_page_by_page() -> None:
    ids = [created()["id"] for _ in range(5)]
    first = staff().get("/v1/admin/products?limit=3").json
    second = staff().get(f"/v1/admin/products?limit=3&cursor={first['next_cursor']}").json
    assert [row["id"] for row in first["data"] + second["data"]] == ids[::-1]
    assert second["next_cursor"] is None
    assert staff().get("/v1/admin/products?status=published").json == {"data": [], "next_cursor": None}
    assert staff().get("/v1/admin/products?status=gone").status == 422
    assert staff().get("/v1/admin/products?cursor=abc").code == "invalid_cursor"


def test_who_may_not_write_writes_nothing() -> None:
    """H07"""
    assert staff("warehouse").post("/v1/admin/products", product_body()).code == "forbidden"
    assert staff("analyst").post("/v1/admin/products/prod_x/publish").code == "forbidden"
    assert list(CatalogTable.scan()) == []


def test_options_in_use_cannot_go_away() -> None:
    """A10"""
    product = made(staff().post("/v1/admin/products", sized("S", "M")))
    url = f"/v1/admin/products/{product['id']}"
    refused = staff().patch(url, {"options": [{"name": "尺码", "values": ["S"]}]})
    assert (refused.status, refused.code) == (422, "option_in_use")
    assert staff().patch(url, {"options": [{"name": "尺码", "values": ["S", "M", "L"]}]}).status == 200
