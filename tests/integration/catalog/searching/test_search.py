"""Lists and searches from the index."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from functions.catalog.finding.count_searches import send_counts
from tests.integration.catalog.searching.support import counted_calls, found, page, rebuild
from tests.integration.catalog.support import cny, created, made, published, shopper, staff, stocked


def category(name: dict[str, str], **others: object) -> str:
    return str(made(staff().post("/v1/admin/categories", {"name": name, **others}))["id"])


def brand(name: dict[str, str]) -> str:
    return str(made(staff().post("/v1/admin/brands", {"name": name}))["id"])


def priced(amount: int, **fields: object) -> dict[str, object]:
    return {"variants": [{"sku": f"P-{amount}-{fields.get('slug', '')}", "price": cny(amount)}], **fields}


def test_a_list_from_the_index_is_the_list_from_the_table() -> None:
    """A13: the row of the contract, whoever answers."""
    brand_id = brand({"zh": "山毛榉", "en": "Beechwood"})
    published(brand_id=brand_id, category_id=category({"zh": "砧板"}), tags=["wood"])
    published()
    for language in ("en-GB", "zh", "fr"):
        from_table = page("/v1/products", accept_language=language)
        rebuild()
        from_index = page("/v1/products", accept_language=language)
        assert (from_index["data"], from_index["total"]) == (from_table["data"], 2)


def test_lists_and_searches_ask_no_table(monkeypatch: pytest.MonkeyPatch, searches: str) -> None:
    """architecture.md: list, search, facets and suggest cost no request to a table when warm."""
    where, whose = category({"zh": "砧板"}), brand({"en": "B"})
    published(category_id=where, brand_id=whose)
    rebuild()
    urls = (
        "/v1/products",
        "/v1/products?facets=true&in_stock=true",
        f"/v1/categories/{where}/products",
        f"/v1/brands/{whose}/products",
        "/v1/products?q=board&facets=true",
        "/v1/products/suggest?q=b",
    )
    for url in urls:
        page(url)
    with counted_calls(monkeypatch) as calls:
        for url in urls:
            assert page(url)["data"] is not None
    send_counts()
    assert [call for call in calls if call.startswith("dynamodb")] == []


@pytest.mark.parametrize("query", ["砧板", "cutting board", "CUTTING 砧板", "boadr", "zhenban", "zb", "砧板山毛榉", "Beech"])
def test_words_find_a_product(query: str, searches: str) -> None:
    """B01, P11"""
    product = published(title={"zh": "山毛榉砧板", "en": "Cutting board"})
    published(title={"zh": "咖啡杯", "en": "Mug"}, description={"zh": "好杯子"}, brief={"zh": "杯子"})
    rebuild()
    answer = page(f"/v1/search?q={quote(query)}")
    assert [row["id"] for row in answer["data"]] == [product["id"]]
    assert answer["total"] == 1


def test_a_sku_a_brand_a_category_and_a_tag_find_a_product(searches: str) -> None:
    """B01"""
    where = category({"zh": "厨房", "en": "Kitchen"}, parent_id=category({"zh": "家居", "en": "Household"}))
    product = published(brand_id=brand({"en": "Acme"}), category_id=where, tags=["gift"], variants=[{"sku": "ZX-81", "price": cny(1)}])
    published()
    rebuild()
    for word in ("ZX-81", "acme", "kitchen", "household", "gift"):
        assert found(f"/v1/products?q={word}") == [product["id"]], word


def test_the_title_is_cut_into_what_matches_and_what_does_not(searches: str) -> None:
    published(title={"zh": "山毛榉砧板", "en": "Cutting board"})
    rebuild()
    parts = page(f"/v1/products?q={quote('砧板')}", accept_language="zh")["data"][0]["highlight"]
    assert parts == [{"text": "山毛榉", "hit": False}, {"text": "砧板", "hit": True}]
    assert page("/v1/products")["data"][0]["highlight"] is None


def test_the_parts_of_a_title_joined_are_the_title(searches: str) -> None:
    """F-C5"""
    published(title={"en": "Gold Elephant Earrings"})
    rebuild()
    parts = page("/v1/products?q=elephant")["data"][0]["highlight"]
    assert parts == [{"text": "Gold ", "hit": False}, {"text": "Elephant", "hit": True}, {"text": " Earrings", "hit": False}]


def test_filters_combine_with_and_and_repeated_values_with_or() -> None:
    """B02, A08"""
    top = category({"en": "Top"})
    low = category({"en": "Low"}, parent_id=top)
    one, other = brand({"en": "One"}), brand({"en": "Other"})
    a = published(**priced(1000, slug="a", category_id=low, brand_id=one, tags=["new"]))["id"]
    b = published(**priced(2000, slug="b", category_id=top, brand_id=other, tags=["new"]))["id"]
    c = published(**priced(3000, slug="c", brand_id=one))["id"]
    created(**priced(1000, slug="d", category_id=low, brand_id=one, tags=["new"]))
    rebuild()
    assert found(f"/v1/products?category={top}") == [b, a]
    assert found(f"/v1/products?category={top}&brand={one}") == [a]
    assert found(f"/v1/products?brand={one}&brand={other}&tag=new") == [b, a]
    assert found("/v1/products?price_min=1000&price_max=2000") == [b, a]
    assert found("/v1/products?price_min=2001") == [c]
    assert found("/v1/products?tag=nothing") == []


def test_sorts() -> None:
    cheap, dear, middle = (published(**priced(amount, slug=f"s{amount}"))["id"] for amount in (100, 900, 500))
    rebuild()
    assert found("/v1/products?sort=price_asc") == [cheap, middle, dear]
    assert found("/v1/products?sort=price_desc") == [dear, middle, cheap]
    assert found("/v1/products?sort=newest") == found("/v1/products") == [middle, dear, cheap]
    assert set(found("/v1/products?sort=best_selling")) == {cheap, dear, middle}


def test_facets_equal_a_count_by_hand_and_name_things_in_the_language_of_the_reader() -> None:
    """B02, A11, P11"""
    material = {
        "code": "material",
        "name": {"zh": "材质", "en": "Material"},
        "type": "enum",
        "values": [{"code": "oak", "name": {"zh": "橡木", "en": "Oak"}}, {"code": "ash", "name": {"zh": "白蜡", "en": "Ash"}}],
    }
    where, whose = category({"zh": "板", "en": "Boards"}, attributes=[material]), brand({"zh": "甲", "en": "Alpha"})
    free = {"name": {"zh": "产地", "en": "Origin"}, "value": {"zh": "芬兰", "en": "Finland"}}
    oak = {"code": "material", "value": "oak"}
    first = published(**priced(4000, slug="x", category_id=where, brand_id=whose, tags=["t"], attributes=[oak, free]))["id"]
    published(**priced(60_000, slug="y", category_id=where, attributes=[{"code": "material", "value": "ash"}]))
    rebuild()
    facets = page("/v1/products?facets=true&attr.material=oak", accept_language="en")["facets"]
    assert facets["categories"] == [{"id": where, "name": "Boards", "parent_id": None, "count": 1}]
    assert facets["brands"] == [{"id": whose, "name": "Alpha", "count": 1}]
    assert facets["tags"] == [{"value": "t", "name": "t", "count": 1}]
    assert facets["attributes"] == [
        {
            "attr": "material",
            "name": "Material",
            "values": [{"value": "ash", "name": "Ash", "count": 1}, {"value": "oak", "name": "Oak", "count": 1}],
            "min": None,
            "max": None,
        },
        {"attr": "Origin", "name": "Origin", "values": [{"value": "Finland", "name": "Finland", "count": 1}], "min": None, "max": None},
    ]
    assert [(one["price_min"], one["price_max"], one["count"]) for one in facets["prices"] if one["count"]] == [(0, 4999, 1)]
    assert facets["stock"] == {"in_stock": 1, "out_of_stock": 0}
    chinese = page("/v1/products?facets=true", accept_language="zh")["facets"]
    assert [(one["name"], [value["name"] for value in one["values"]]) for one in chinese["attributes"]] == [
        ("材质", ["白蜡", "橡木"]),
        ("产地", ["芬兰"]),
    ]
    assert found(f"/v1/products?attr.{quote('产地')}={quote('芬兰')}&attr.material=oak&attr.material=ash") == [first]


def test_options_of_variants_are_filters() -> None:
    variants = [{"sku": f"TS-{colour}", "options": {"颜色": colour}, "price": cny(100)} for colour in ("红", "黑")]
    shirt = published(options=[{"name": "颜色", "values": ["红", "黑"]}], variants=variants)["id"]
    published()
    rebuild()
    assert found(f"/v1/products?attr.{quote('颜色')}={quote('黑')}") == [shirt]


def test_every_product_of_a_paged_result_comes_exactly_once_also_across_a_swap() -> None:
    """B02"""
    ids = [published(**priced(100 + number // 2, slug=f"n{number}"))["id"] for number in range(7)]
    rebuild()
    for sort in ("newest", "price_asc", "price_desc", "best_selling", "relevance"):
        seen, cursor = [], ""
        while True:
            answer = page(f"/v1/products?limit=2&sort={sort}{cursor}")
            seen += [row["id"] for row in answer["data"]]
            if answer["next_cursor"] is None:
                break
            cursor = f"&cursor={answer['next_cursor']}"
            rebuild()
        assert sorted(seen) == sorted(ids), sort


def test_suggestions_are_completed_also_from_pinyin() -> None:
    category_id = category({"zh": "手机壳", "en": "Phone case"})
    published(category_id=category_id)
    rebuild()
    for typed, text in (("手", "手机壳"), ("shouji", "手机壳"), ("sjk", "手机壳"), ("pho", "Phone case")):
        assert page(f"/v1/products/suggest?q={quote(typed)}")["data"] == [{"text": text, "count": 1, "kind": "name", "slug": None}]
    assert page("/v1/products/suggest?q=")["data"] == []


def test_more_than_a_hundred_variants_are_found_by_every_sku(searches: str) -> None:
    sizes = [str(number) for number in range(3)]
    variants: list[dict[str, object]] = [{"sku": f"BIG-{size}", "options": {"size": size}, "price": cny(100)} for size in sizes]
    product = made(staff().post("/v1/admin/products", _big(sizes, variants)))
    stocked(product["variants"][0]["id"], 5)
    made(staff().post(f"/v1/admin/products/{product['id']}/publish"))
    rebuild()
    assert found("/v1/products?q=BIG-2") == [product["id"]]


def _big(sizes: list[str], variants: list[dict[str, object]]) -> dict[str, object]:
    return {
        "title": {"en": "Big"},
        "description": {"en": "Big"},
        "images": [{"url": "https://img.example/big.jpg"}],
        "options": [{"name": "size", "values": sizes}],
        "variants": variants,
    }


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("sort=cheapest", 422, "enum"),
        ("colour=red", 422, "extra_forbidden"),
        ("price_min=2&price_max=1", 422, "range_reversed"),
        ("price_min=-1", 422, "greater_than_equal"),
        ("price_max=99999999999999999999", 422, "less_than_equal"),
        ("price_max=1.5", 422, "int_parsing"),
        (f"q={'x' * 5000}", 422, "too_long"),
        (f"q={quote('很' * 5000)}", 422, "too_long"),
        ("in_stock=maybe", 422, "bool_parsing"),
        ("limit=0", 422, "greater_than_equal"),
        ("limit=101", 422, "less_than_equal"),
        ("attr.=x", 422, "string_too_short"),
        ("&".join(f"brand=b{n}" for n in range(51)), 422, "too_many"),
        ("&".join(f"attr.a{n}=1" for n in range(51)), 422, "too_many"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_and_says_why(query: str, status: int, code: str) -> None:
    published()
    rebuild()
    refused = shopper().get(f"/v1/products?{query}")
    assert (refused.status, refused.json["errors"][0]["code"]) == (status, code)


def test_texts_that_look_like_query_language_are_only_texts(searches: str) -> None:
    published()
    rebuild()
    for text in ('"', "a AND (b OR", "title:*", "*", "\\", "price:[1 TO 9]", "' OR 1=1 --", "\u0000", "🙂", "​"):
        assert shopper().get(f"/v1/products?q={quote(text)}").status == 200, text


def test_a_cursor_that_was_tampered_with_or_is_of_another_list_is_refused() -> None:
    for number in range(3):
        published(**priced(100, slug=f"c{number}"))
    rebuild()
    cursor = page("/v1/products?limit=1")["next_cursor"]
    assert len(found(f"/v1/products?limit=2&cursor={cursor}")) == 2
    for url in (
        f"/v1/products?limit=1&sort=price_asc&cursor={cursor}",
        f"/v1/products?limit=1&q=board&cursor={cursor}",
        f"/v1/products?limit=1&in_stock=true&cursor={cursor}",
        f"/v1/products?limit=1&cursor={cursor[:-3]}abc",
        "/v1/products?cursor=bm90IGEgY3Vyc29y",
        "/v1/products?cursor=",
    ):
        assert shopper().get(url).code == "invalid_cursor", url


def test_without_an_index_the_table_answers_what_it_can() -> None:
    """A new shop, or new code whose index is being built."""
    product = published()["id"]
    assert found("/v1/products?in_stock=true") == [product]
    assert page("/v1/products")["total"] is None
    for query in ("q=board", "sort=price_asc", "tag=x", "price_min=1", "attr.material=oak"):
        refused = shopper().get(f"/v1/products?{query}")
        assert (refused.code, refused.headers["retry-after"]) == ("search_not_ready", "2"), query
    assert page("/v1/products/suggest?q=b")["data"] == []
