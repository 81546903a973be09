"""Collections: rules and lists by hand, saved by staff, asked of the index by shoppers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.catalog.collections import save_collection
from functions.shared.outside import clock
from tests.integration.catalog.searching.support import counted_calls, followed, found, page, rebuild
from tests.integration.catalog.support import cny, created, made, published, shopper, staff
from tests.support.races import in_between

BASE = "/v1/admin/collections"


def collection(slug: str = "summer", status: str = "active", **fields: Any) -> dict[str, Any]:
    return made(staff().post(BASE, {"slug": slug, "name": {"zh": "夏日", "en": "Summer"}, "status": status, **fields}))


def body_of(one: dict[str, Any], **fields: Any) -> dict[str, Any]:
    sent = ("slug", "name", "status", "rule", "products", "products_sort", "description", "image", "seo", "sort")
    return {name: one[name] for name in sent} | fields


def priced(amount: int, **fields: Any) -> dict[str, Any]:
    return published(variants=[{"sku": f"C-{amount}-{fields.pop('n', '')}", "price": cny(amount)}], **fields)


def products(reference: str, query: str = "") -> list[str]:
    return found(f"/v1/collections/{reference}/products{query}")


def test_a_rule_holds_what_passes_it_and_membership_follows_a_product() -> None:
    """X53: tags, price and stock; a change of the product, brought to the index as every change is, changes what it is in."""
    brand = made(staff().post("/v1/admin/brands", {"name": {"en": "B"}}))["id"]
    cheap, dear = priced(1000, tags=["new"], brand_id=brand), priced(9000, tags=["new"], brand_id=brand)
    priced(1500, tags=["old"], brand_id=brand)
    rebuild()
    collection(rule={"tag": ["new"], "price_max": 5000, "brand": [brand], "in_stock": True, "newest_days": 30})
    assert products("summer") == [cheap["id"]]
    with followed():
        made(staff().patch(f"/v1/admin/products/{dear['id']}/variants/{dear['variants'][0]['id']}", {"price": cny(4000)}))
        made(staff().patch(f"/v1/admin/products/{cheap['id']}", {"tags": []}))
    assert products("summer") == [dear["id"]]
    with followed():
        made(staff().patch(f"/v1/admin/products/{dear['id']}", {"status": "inactive"}))
    assert products("summer") == []


def test_what_is_new_grows_old_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """X53"""
    one = published()
    rebuild()
    collection(rule={"newest_days": 7})
    assert products("summer") == [one["id"]]
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert products("summer") == []


def test_a_list_by_hand_keeps_its_order_over_all_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """X53: pages of one, another order on request, what is off sale left out; a page goes on where the list was resorted meanwhile."""
    made_products = [priced(1000 + 100 * n, n=n) for n in range(4)]
    ids = [one["id"] for one in made_products]
    order = [ids[2], ids[0], ids[3], ids[1]]
    rebuild()
    one = collection(products=order)
    first = page("/v1/collections/summer/products?limit=3")
    assert ([row["id"] for row in first["data"]], first["total"]) == (order[:3], 4)
    assert products("summer", f"?limit=3&cursor={first['next_cursor']}") == order[3:]
    assert products("summer", "?sort=price_asc") == ids
    assert products("summer", "?price_max=1100") == [ids[0], ids[1]]
    moved = [order[2], order[0], order[3], order[1]]
    made(staff().put(f"{BASE}/{one['id']}", body_of(one, products=moved)))
    assert products("summer", f"?limit=3&cursor={first['next_cursor']}") == moved[1:]
    with followed():
        made(staff().patch(f"/v1/admin/products/{ids[0]}", {"status": "inactive"}))
    whole = page("/v1/collections/summer/products?facets=true")
    assert [row["id"] for row in whole["data"]] == [one for one in moved if one != ids[0]]
    assert (whole["total"], whole["facets"]["stock"]["in_stock"], whole["next_cursor"]) == (3, 3, None)


def test_pages_of_a_rule_end_and_a_cursor_is_of_its_own_list(searches: str) -> None:
    """X53: every product once, in the order that is asked for; words find within the collection only."""
    there = [priced(1000 + n, n=n, tags=["new"]) for n in range(5)]
    published(title={"en": "Mug", "zh": "杯"})
    rebuild()
    collection(rule={"tag": ["new"]}, products_sort="price_desc")
    collection("other", rule={})
    seen = list[str]()
    cursor: str | None = ""
    while cursor is not None:
        answer = page(f"/v1/collections/summer/products?limit=2{cursor and '&cursor=' + cursor}")
        seen += [row["id"] for row in answer["data"]]
        cursor = answer["next_cursor"]
    assert seen == [one["id"] for one in reversed(there)]
    assert products("summer", "?q=mug") == []
    assert len(products("other", "?q=mug")) == 1
    first = page("/v1/collections/summer/products?limit=2")["next_cursor"]
    refused = shopper().get(f"/v1/collections/other/products?limit=2&cursor={first}")
    assert (refused.status, refused.json["code"]) == (400, "invalid_cursor")


def test_a_read_asks_for_what_it_shows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """X53: two reads find the collection, and none its products."""
    published(tags=["new"])
    rebuild()
    one = collection(rule={"tag": ["new"]})
    products("summer", "?facets=true")
    with counted_calls(monkeypatch) as calls:
        products("summer", "?facets=true")
        products(one["id"])
    assert [call for call in calls if call.startswith("dynamodb")] == ["dynamodb:GetItem"] * 3


def test_shoppers_see_what_is_active_and_an_old_slug_leads_to_the_new_one() -> None:
    """X53: a draft is nobody's; lists follow the collections' own order; a slug stays its owner's until the collection is gone."""
    published()
    rebuild()
    draft, late = collection("draft", "draft", rule={}), collection("late", sort=2, rule={}, seo={"title": {"en": "Late!"}})
    soon = collection("soon", sort=1, products=[])
    assert [row["slug"] for row in shopper().get("/v1/collections").json["data"]] == ["soon", "late"]
    assert [row["slug"] for row in staff().get(BASE).json["data"]] == ["draft", "soon", "late"]
    for path in (f"/v1/collections/{draft['id']}", "/v1/collections/draft", "/v1/collections/draft/products", "/v1/collections/🎁"):
        assert shopper().get(path).status == 404
    assert len(staff().get(f"{BASE}/{draft['id']}/products").json["data"]) == 1
    assert shopper(accept_language="en").get("/v1/collections/late").json["seo"]["title"] == "Late!"
    renamed = made(staff().put(f"{BASE}/{late['id']}", body_of(late, slug="later"), if_match='"1"'))
    assert (renamed["slug"], renamed["old_slugs"], renamed["version"]) == ("later", ["late"], 2)
    moved = shopper().get("/v1/collections/late/products")
    assert (moved.status, moved.headers["location"]) == (301, "/v1/collections/later/products")
    taken = staff().put(f"{BASE}/{soon['id']}", body_of(soon, slug="late"))
    assert (taken.status, taken.json["code"]) == (409, "slug_taken")
    assert "collections/later<" in shopper().get("/v1/sitemap.xml").text
    assert "draft" not in shopper().get("/v1/sitemap.xml").text
    assert staff().delete(f"{BASE}/{late['id']}").status == 204
    assert shopper().get("/v1/collections/later").status == 404
    assert collection("late", rule={})["version"] == 1


def test_a_collection_is_saved_once_and_nobody_is_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """X53: the same key makes one, a stale version is refused, and who is overtaken decides again on what is there."""
    body = {"slug": "once", "name": {"en": "Once"}}
    editor = staff()
    first, again = (editor.post(BASE, body, idempotency_key="k-1") for _ in range(2))
    assert (first.status, again.json) == (201, first.json)
    one = first.json
    made(staff().put(f"{BASE}/{one['id']}", body_of(one, sort=1), if_match='"1"'))
    for answer in (
        staff().put(f"{BASE}/{one['id']}", body_of(one, sort=2), if_match='"1"'),
        staff().delete(f"{BASE}/{one['id']}", if_match='"1"'),
    ):
        assert (answer.status, answer.json["code"]) == (409, "version_conflict")
    before = staff().get(f"{BASE}/{one['id']}").json
    in_between(
        monkeypatch, save_collection, "collection_record", lambda: made(staff().put(f"{BASE}/{one['id']}", body_of(before, slug="twice")))
    )
    saved = made(staff().put(f"{BASE}/{one['id']}", body_of(before, slug="thrice")))
    assert (saved["slug"], saved["old_slugs"], saved["version"]) == ("thrice", ["once", "twice"], 4)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"products": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}, "unknown_product"),
        ({"rule": {"category": ["cat_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}}, "unknown_category"),
        ({"rule": {"brand": ["🎁"]}}, "unknown_brand"),
        ({"rule": {"price_min": 2, "price_max": 1}}, "invalid"),
        ({"rule": {"attr": {"width": ["20..10"]}}}, "invalid"),
        ({"rule": {"newest_days": 0}}, "invalid"),
        ({"rule": {"tag": ["x"] * 51}}, "invalid"),
        ({"rule": {}, "products": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}, "invalid"),
        ({"products": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"] * 2}, "invalid"),
        ({"products_sort": "relevance"}, "invalid"),
        ({"slug": "Ünï"}, "invalid"),
        ({"description": {f"a{b}": "< " * 22_000 for b in "abcde"}}, "too_large"),
    ],
)
def test_bad_input_is_refused_and_makes_nothing(fields: dict[str, Any], code: str) -> None:
    """X53"""
    answer = staff().post(BASE, {"slug": "bad", "name": {"en": "Bad"}} | fields)
    assert answer.status == 422
    assert answer.json["code"] == (code)
    assert staff().get(BASE).json["data"] == []


def test_what_a_rule_named_may_go_and_the_collection_is_still_saved() -> None:
    """X53"""
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "C"}}))["id"]
    gone = created()
    one = collection("a", rule={"category": [category], "attr": {"颜色": ["红 🎁"]}})
    two = collection("b", products=[gone["id"]])
    assert staff().delete(f"/v1/admin/categories/{category}").status == 204
    assert staff().delete(f"/v1/admin/products/{gone['id']}").status == 204
    for made_one in (one, two):
        assert made(staff().put(f"{BASE}/{made_one['id']}", body_of(made_one, sort=5)))["sort"] == 5


def test_words_are_found_in_the_emoji_attribute_of_a_rule() -> None:
    """X53: an attribute's value is compared as it is written."""
    one = published(attributes=[{"name": {"zh": "颜色"}, "value": {"zh": "红 🎁"}}])
    published()
    rebuild()
    collection(rule={"attr": {"颜色": ["红 🎁"]}})
    assert products("summer") == [one["id"]]
