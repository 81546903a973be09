"""Categories and brands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from functions.catalog.finding.search_names import forget
from functions.catalog.model.category import MAX_LEVELS
from tests.integration.catalog.support import catalogue_items, created, made, published, shopper, staff
from tests.integration.catalog.test_site import BASE, locations


def category(name: str, **fields: Any) -> dict[str, Any]:
    return made(staff().post("/v1/admin/categories", {"name": {"zh": name, "en": f"{name}-en"}} | fields))


def test_the_tree_of_categories_in_order_and_language() -> None:
    """A07"""
    second = category("二", sort=2)
    first = category("一", sort=1, taxonomy_code="T-1")
    child = category("子", parent_id=second["id"])
    tree = shopper(accept_language="en").get("/v1/categories").json
    assert [(node["id"], node["name"], node["level"], node["parent_id"]) for node in tree["data"]] == [
        (first["id"], "一-en", 1, None),
        (second["id"], "二-en", 1, None),
    ]
    assert [(node["id"], node["level"], node["children"]) for node in tree["data"][1]["children"]] == [(child["id"], 2, [])]
    assert staff().get(f"/v1/admin/categories/{first['id']}").json == first
    assert len(staff().get("/v1/admin/categories").json["data"]) == 3


def test_a_cycle_is_refused_and_the_tree_stays() -> None:
    """A07"""
    top = category("1")
    middle = category("2", parent_id=top["id"])
    bottom = category("3", parent_id=middle["id"])
    before = catalogue_items()
    for parent in (top, middle, bottom):
        refused = staff().patch(f"/v1/admin/categories/{top['id']}", {"parent_id": parent["id"]})
        assert (refused.status, refused.code) == (422, "category_cycle")
    assert catalogue_items() == before
    moved = made(staff().patch(f"/v1/admin/categories/{bottom['id']}", {"parent_id": None}))
    assert (moved["parent_id"], moved["version"]) == (None, 2)
    assert made(staff().patch(f"/v1/admin/categories/{top['id']}", {"parent_id": bottom["id"]}))["parent_id"] == bottom["id"]


def test_two_moves_at_once_never_make_a_cycle() -> None:
    """A07"""
    one, two = category("1"), category("2")

    def move(pair: tuple[str, str]) -> int:
        return staff().patch(f"/v1/admin/categories/{pair[0]}", {"parent_id": pair[1]}).status

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(move, [(one["id"], two["id"]), (two["id"], one["id"])]))
    assert statuses == [200, 422]


def test_levels_have_an_end_and_parents_must_exist() -> None:
    """A07"""
    parent = None
    for level in range(MAX_LEVELS):
        parent = category(str(level), **({"parent_id": parent} if parent else {}))["id"]
    too_deep = staff().post("/v1/admin/categories", {"name": {"zh": "x"}, "parent_id": parent})
    assert (too_deep.status, too_deep.code) == (422, "category_too_deep")
    assert staff().post("/v1/admin/categories", {"name": {"zh": "x"}, "parent_id": "cat_x"}).code == "unknown_category"


def test_a_category_in_use_cannot_be_deleted() -> None:
    """A07"""
    parent = category("1")
    child = category("2", parent_id=parent["id"], external_id="C2")
    product = created(category_id=child["id"])
    for used in (parent, child):
        refused = staff().delete(f"/v1/admin/categories/{used['id']}")
        assert (refused.status, refused.code) == (409, "category_in_use")
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"category_id": None}))
    assert staff().delete(f"/v1/admin/categories/{child['id']}").status == 204
    assert staff().delete(f"/v1/admin/categories/{parent['id']}").status == 204
    assert shopper().get("/v1/categories").json["data"] == []
    assert category("again", external_id="C2")["external_id"] == "C2"


def test_external_ids_of_categories_and_brands_are_unique_each() -> None:
    first = category("1", external_id="7")
    brand = made(staff().post("/v1/admin/brands", {"name": {"zh": "牌"}, "external_id": "7"}))
    again = staff().post("/v1/admin/categories", {"name": {"zh": "x"}, "external_id": "7"})
    assert (again.status, again.code, again.json["id"]) == (409, "external_id_taken", first["id"])
    again = staff().post("/v1/admin/brands", {"name": {"zh": "x"}, "external_id": "7"})
    assert (again.status, again.code, again.json["id"]) == (409, "external_id_taken", brand["id"])


def test_brands_are_made_changed_listed_and_deleted() -> None:
    """A09"""
    late = made(staff().post("/v1/admin/brands", {"name": {"zh": "乙"}, "sort": 2, "logo": "https://img.example/b.png"}))
    early = made(staff().post("/v1/admin/brands", {"name": {"zh": "甲"}, "sort": 1, "description": {"zh": "好"}}))
    assert shopper().get("/v1/brands?limit=1").json["data"] == [
        {"id": early["id"], "name": "甲", "description": "好", "logo": None, "metadata": {}}
    ]
    edited = made(staff().call("PATCH", f"/v1/admin/brands/{late['id']}", {"sort": 0}, {"If-Match": '"1"'}))
    assert edited == late | {"sort": 0, "version": 2}
    assert staff().call("PATCH", f"/v1/admin/brands/{late['id']}", {"sort": 5}, {"If-Match": '"1"'}).code == "version_conflict"
    assert [row["id"] for row in staff().get("/v1/admin/brands").json["data"]] == [late["id"], early["id"]]

    product = created(brand_id=late["id"])
    refused = staff().delete(f"/v1/admin/brands/{late['id']}")
    assert (refused.status, refused.code, refused.json["products"]) == (409, "brand_in_use", 1)
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"brand_id": early["id"]}))
    assert staff().delete(f"/v1/admin/brands/{late['id']}").status == 204
    assert staff().get(f"/v1/admin/brands/{late['id']}").status == 404
    assert staff().delete(f"/v1/admin/brands/{early['id']}").code == "brand_in_use"


def test_a_category_has_a_slug_of_its_own_and_an_old_one_leads_to_the_new_one() -> None:
    """J04"""
    one, other = category("1", slug="boards"), category("2")
    listed = published(category_id=one["id"])["id"]
    for reference in (one["id"], "boards"):
        assert [p["id"] for p in shopper().get(f"/v1/categories/{reference}/products").json["data"]] == [listed]
    assert [node["slug"] for node in shopper().get("/v1/categories").json["data"]] == ["boards", None]
    url = f"/v1/admin/categories/{one['id']}"
    for slug in ("two", "three"):
        made(staff().patch(url, {"slug": slug}))
    forget()
    for old in ("boards", "two"):
        moved = shopper().get(f"/v1/categories/{old}/products?limit=1")
        assert (moved.status, moved.headers["location"], moved.text) == (301, "/v1/categories/three/products?limit=1", "")
    assert shopper().get("/v1/categories/four/products").code == "not_found"
    taken = staff().patch(f"/v1/admin/categories/{other['id']}", {"slug": "three"})
    assert (taken.status, taken.code, taken.json["id"]) == (409, "slug_taken", one["id"])
    assert staff().post("/v1/admin/categories", {"name": {"zh": "3"}, "slug": "three"}).code == "slug_taken"
    assert staff().post("/v1/admin/categories", {"name": {"zh": "3"}, "slug": "Not A Slug"}).status == 422
    made(staff().patch(f"/v1/admin/categories/{other['id']}", {"slug": "two"}))
    forget()
    assert shopper().get("/v1/categories/two/products").json["data"] == []
    made(staff().patch(url, {"slug": None}))
    forget()
    assert shopper().get("/v1/categories/three/products").headers["location"] == f"/v1/categories/{one['id']}/products"
    assert sorted(locations(shopper().get("/v1/sitemap.xml").text))[:2] == [f"{BASE}/categories/{one['id']}", f"{BASE}/categories/two"]


def test_of_two_categories_that_want_one_slug_at_once_one_gets_it() -> None:
    """J04"""
    wanted = [category(str(number))["id"] for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: staff().patch(f"/v1/admin/categories/{one}", {"slug": "same"}).status, wanted))
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]
