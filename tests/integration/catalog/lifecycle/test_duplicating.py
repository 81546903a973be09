"""A copy has everything that is told of a product, and nothing that only one can have. X46 (delete, duplicate)"""

from __future__ import annotations

from typing import Any

from tests.integration.catalog.support import cny, created, made, published, sized, staff
from tests.support.http import Answer, Client

NOT_THE_SAME = {"id", "version", "status", "slug", "external_id", "created_at", "updated_at", "published_at", "variants", "price_from"}


def duplicate(product: dict[str, Any], body: dict[str, Any] | None = None, who: Client | None = None) -> Answer:
    headers = {"Idempotency-Key": "copied-once"} if who else None
    return (who or staff()).call("POST", f"/v1/admin/products/{product['id']}/duplicate", body or {}, headers)


def test_a_copy_is_a_draft_with_all_texts_and_names_of_its_own() -> None:
    attributes = [{"code": "weight", "name": {"en": "Weight"}, "type": "number"}]
    category = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}, "attributes": attributes}))
    product = published(
        category_id=category["id"], tags=["wood", "🪵"], seo={"title": {"en": "Board"}}, metadata={"a": "b"}, private_metadata={"c": "d"},
        attributes=[{"code": "weight", "value": 3}, {"name": {"en": "Wood"}, "value": {"en": "Beech"}}],
        variants=[{"sku": "ORIGINAL-1", "price": cny(8900), "cost": cny(100), "barcode": "4006381333931", "weight_g": 5}],
    )  # fmt: skip
    copy = made(duplicate(product, {"title": {"en": "Board (copy)"}}))
    assert {name: value for name, value in copy.items() if name not in NOT_THE_SAME | {"title"}} == {
        name: value for name, value in product.items() if name not in NOT_THE_SAME | {"title"}
    }
    assert (copy["status"], copy["title"], copy["external_id"]) == ("draft", {"en": "Board (copy)"}, None)
    assert copy["slug"] != product["slug"]
    (variant,) = copy["variants"]
    assert (variant["sku"], variant["barcode"], variant["price"]["amount"], variant["cost"]["amount"], variant["weight_g"]) == (
        "ORIGINAL-1-COPY", None, 8900, 100, 5,
    )  # fmt: skip
    assert staff().get(f"/v1/admin/stock/{variant['id']}").json["available"] == 0
    assert made(duplicate(product))["variants"][0]["sku"] == "ORIGINAL-1-COPY-2"
    assert staff().post(f"/v1/admin/products/{copy['id']}/publish").code == "not_publishable"


def test_a_copy_that_is_asked_for_twice_is_made_once() -> None:
    product = created()
    who = staff()
    first, second = (duplicate(product, who=who) for _ in range(2))
    assert first.json["id"] == second.json["id"]


def test_more_variants_than_one_step_takes_are_all_copied() -> None:
    sizes = [f"s{n}" for n in range(45)]
    product = created(**sized(*sizes[:40]))
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"options": [{"name": "尺码", "values": sizes}]}))
    more = [{"sku": f"{product['id']}-{size}", "options": {"尺码": size}, "price": cny(100)} for size in sizes[40:]]
    made(staff().post(f"/v1/admin/products/{product['id']}/variants", {"variants": more}))
    who = staff()
    first, second = (duplicate(product, who=who) for _ in range(2))
    assert first.json == second.json
    assert [one["options"]["尺码"] for one in made(first)["variants"]] == sizes


def test_bad_titles_are_told_at_their_place() -> None:
    product = created()
    long = duplicate(product, {"title": {"en": "x" * 5000}})
    assert (long.status, long.json["errors"][0]["pointer"]) == (422, "/title/en")
    assert duplicate(product, {"title": 5}).status == 422
