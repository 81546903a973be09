"""R04: nothing is published in a market that asks for safety data without them; what was published before stays, and is listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.catalog.store import markets
from tests.integration.catalog.support import created, made, product_body, published, shopper, staff, stocked

EU = {"code": "eu", "name": "EU", "countries": ["DE", "AT"], "currency": "CNY"}
CONTACT = {"name": "Holz GmbH", "address": "Weg 1, 10115 Berlin", "country": "DE", "email": "info@holz.example"}
SAFETY = {"manufacturer": CONTACT, "identifier": "BX-200", "warnings": {"de": "Nicht für Kinder.", "en": "Not for children."}}
ALL = {"manufacturer_name_missing", "manufacturer_address_missing", "manufacturer_contact_missing", "responsible_person_missing",
       "identifier_missing", "warnings_missing"}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_markets() -> Iterator[None]:
    markets.forget()
    yield
    markets.forget()


def sold_in(**fields: Any) -> None:
    made(staff().put("/v1/admin/markets", {"markets": [EU | fields]}))


def codes(answer: Any) -> set[str]:
    assert (answer.status, answer.json["code"]) == (422, "not_publishable"), answer.text
    return {error["code"] for error in answer.json["errors"]}


def test_publishing_names_each_thing_that_is_missing_and_a_draft_may_lack_it() -> None:
    sold_in()
    product = created(images=None)
    stocked(product["variants"][0]["id"], 1)
    url = f"/v1/admin/products/{product['id']}"
    assert codes(staff().post(f"{url}/publish")) == codes(staff().patch(url, {"status": "active"})) == ALL | {"image_missing"}
    made(staff().patch(url, {"safety": {"manufacturer": {"name": "Holz"}}, "images": [{"url": "https://img.example/a.jpg"}]}))
    assert codes(staff().post(f"{url}/publish")) == ALL - {"manufacturer_name_missing"}
    assert made(staff().patch(url, {"safety": SAFETY}))["safety"] == SAFETY | {
        "manufacturer": CONTACT | {"url": None}, "responsible_persons": [], "no_warnings": False, "exempt": None
    }  # fmt: skip
    assert made(staff().post(f"{url}/publish"))["status"] == "published"
    assert codes(staff().patch(url, {"safety": None})) == ALL, "a published product keeps what it needs"
    assert codes(staff().patch(url, {"safety": SAFETY | {"warnings": {"en": "Careful"}}})) == {"warnings_missing"}


def test_a_shop_without_such_a_market_asks_for_nothing_and_cannot_turn_the_law_off() -> None:
    assert published()["safety"] is None
    refused = staff().put("/v1/admin/markets", {"markets": [EU | {"product_safety": False}]})
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "less_than_the_law")
    sold_in(countries=["US"], product_safety=True)
    product = created()
    stocked(product["variants"][0]["id"], 1)
    assert codes(staff().post(f"/v1/admin/products/{product['id']}/publish")) == ALL


def test_what_was_published_before_stays_can_be_edited_and_is_listed_until_it_is_whole() -> None:
    before = published()
    url = f"/v1/admin/products/{before['id']}"
    assert staff().get("/v1/admin/safety_gaps").json == {"data": [], "next_cursor": None}
    sold_in()
    assert shopper().get(f"/v1/products/{before['id']}").status == 200
    made(staff().patch(url, {"title": {"en": "Board"}, "safety": {"manufacturer": CONTACT}}))
    (row,) = staff().get("/v1/admin/safety_gaps").json["data"]
    assert (row["id"], {gap["code"] for gap in row["gaps"]}) == (before["id"], {"identifier_missing", "warnings_missing"})
    made(staff().post(f"{url}/unpublish"))
    assert staff().get("/v1/admin/safety_gaps").json["data"] == []
    assert [len(staff().get(f"/v1/admin/safety_gaps?status={one}").json["data"]) for one in ("unpublished", "all", "draft")] == [1, 1, 0]
    assert codes(staff().post(f"{url}/publish")) == {"identifier_missing", "warnings_missing"}
    made(staff().patch(url, {"safety": SAFETY}))
    made(staff().post(f"{url}/publish"))
    assert staff().get("/v1/admin/safety_gaps").json["data"] == []
    assert staff().get("/v1/admin/safety_gaps?cursor=x").status == 400


def test_a_new_variant_without_a_barcode_takes_the_identifier_away() -> None:
    sold_in()
    sizes = [{"name": "size", "values": ["S", "L"]}]
    small = {"sku": "S1", "price": {"amount": 100, "currency": "CNY"}, "options": {"size": "S"}, "barcode": "4006381333931"}
    product = published(options=sizes, variants=[small], safety={k: v for k, v in SAFETY.items() if k != "identifier"})
    url = f"/v1/admin/products/{product['id']}/variants"
    large = small | {"sku": "L1", "options": {"size": "L"}}
    assert codes(staff().post(url, {"variants": [{k: v for k, v in large.items() if k != "barcode"}]})) == {"identifier_missing"}
    made(staff().post(url, {"variants": [large | {"barcode": "4006381333948"}]}))


def test_who_is_responsible_in_one_territory_does_not_hide_that_another_one_loses_theirs() -> None:
    """R04: the shop sold there before anybody asked, so nobody is named for it; that lets no edit take the Union's away."""
    swiss, gone = CONTACT | {"name": "Swiss", "country": "CH"}, {"manufacturer": CONTACT | {"country": "CN"}}
    product = published(safety=SAFETY | gone | {"responsible_persons": [CONTACT]})
    sold_in(countries=["DE", "GB"], product_safety=True)
    url = f"/v1/admin/products/{product['id']}"
    for people in ([], [swiss]):
        assert codes(staff().patch(url, {"safety": SAFETY | gone | {"responsible_persons": people}})) == {"responsible_person_missing"}
    made(staff().patch(url, {"safety": SAFETY | gone | {"responsible_persons": [CONTACT, swiss]}}))


def test_a_language_that_one_country_lacked_does_not_hide_that_another_loses_it() -> None:
    """French is asked for by France; in Luxembourg German is enough, as long as it is there."""
    product = published(safety=SAFETY)
    sold_in(countries=["FR", "LU"])
    url = f"/v1/admin/products/{product['id']}"
    assert codes(staff().patch(url, {"safety": SAFETY | {"warnings": {"en": "Careful."}}})) == {"warnings_missing"}
    made(staff().patch(url, {"safety": SAFETY | {"warnings": {"de": "Vorsicht."}}}))


def test_of_more_than_a_hundred_variants_each_is_looked_at() -> None:
    """R04: the last ones are not in the product's own item."""
    options = [{"name": "size", "values": [str(n) for n in range(51)]}, {"name": "colour", "values": ["red", "blue"]}]
    each = [{"size": str(n % 51), "colour": "red" if n < 51 else "blue"} for n in range(101)]
    rows = [{"sku": f"V{n}", "price": {"amount": 100, "currency": "CNY"}, "options": one} for n, one in enumerate(each)]
    coded = [row | {"barcode": f"CODE-{row['sku']}"} for row in rows[:100]]
    product = published(options=options, variants=coded[:40], safety=SAFETY)
    url = f"/v1/admin/products/{product['id']}"
    for some in (coded[40:80], coded[80:] + rows[100:]):
        last = made(staff().post(f"{url}/variants", {"variants": some}))["data"][-1]
    bare = {name: value for name, value in SAFETY.items() if name != "identifier"}
    sold_in()
    assert codes(staff().patch(url, {"safety": bare})) == {"identifier_missing"}
    markets.forget()
    made(staff().put("/v1/admin/markets", {"markets": []}))
    made(staff().patch(url, {"safety": bare}))
    sold_in()
    # What it lacked already keeps nobody from editing it.
    made(staff().patch(f"{url}/variants/{last['id']}", {"weight_g": 7}))
    made(staff().patch(f"{url}/variants/{last['id']}", {"barcode": "CODE-V100"}))
    assert codes(staff().patch(f"{url}/variants/{last['id']}", {"barcode": None})) == {"identifier_missing"}
    assert codes(staff().patch(f"{url}/variants/{last['id']}", {"barcodes": []})) == {"identifier_missing"}


def test_shoppers_see_it_with_warnings_in_their_language_and_in_that_of_their_country() -> None:
    people = [CONTACT | {"name": "R"}, CONTACT | {"name": "UK", "country": "GB"}]
    product = published(safety=SAFETY | {"responsible_persons": people})
    url = f"/v1/products/{product['id']}"
    shown = shopper().get(url).json["safety"]
    assert shown["manufacturer"] == CONTACT | {"url": None}
    assert shown["identifier"] == "BX-200"
    assert [one["language"] for one in shown["warnings"]] == ["de", "en"], "none in Chinese: all there are"
    there = in_language("en", f"{url}?country=DE")
    assert there["warnings"] == [{"language": "en", "text": "Not for children."}, {"language": "de", "text": "Nicht für Kinder."}]
    assert [one["name"] for one in there["responsible_persons"]] == ["R"]
    assert published()["safety"] is None


def in_language(language: str, path: str) -> Any:
    return shopper(**{"accept-language": language}).get(path).json["safety"]


@pytest.mark.parametrize(
    "safety",
    [
        {"manufacturer": {"email": "no"}}, {"manufacturer": {"url": "javascript:alert(1)"}}, {"manufacturer": {"name": " "}},
        {"manufacturer": {"country": "Atlantis"}}, {"warnings": {"xx!": "a"}}, {"warnings": {"de": ""}}, {"warnings": None},
        {"warnings": {"de": "a"}, "no_warnings": True}, {"exempt": "because"}, {"responsible_persons": [{}] * 11}, {"no_warnings": "yes"},
        {"manufacturer": {"name": "a\u0000b"}}, {"identifier": "x" * 501}, {"unknown": 1}, [],
    ],
)  # fmt: skip
def test_bad_input_is_refused(safety: Any) -> None:
    assert staff().post("/v1/admin/products", product_body(safety=safety)).status == 422


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad\ufeff", "\u3164", " \u2060 "])
def test_what_nobody_sees_is_no_statement(unseen: str) -> None:
    """Else a gate is passed by characters that are drawn as nothing."""
    url = f"/v1/admin/products/{created()['id']}"
    for field in ({"warnings": {"de": unseen}}, {"identifier": unseen}, {"manufacturer": CONTACT | {"name": unseen}}):
        refused = staff().patch(url, {"safety": SAFETY | field})
        assert (refused.status, [error["code"] for error in refused.json["errors"]]) == (422, ["blank"])
