"""A list is in one currency, and numbers have ranges."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.catalog.searching.support import found, page, rebuild
from tests.integration.catalog.support import made, published, shopper, staff


def sold(slug: str, **amounts: int) -> str:
    """On sale in these currencies, the first one its own."""
    (own, amount), *further = amounts.items()
    prices = [{"price": {"amount": other, "currency": currency}} for currency, other in further]
    variant = {"sku": f"V-{slug}", "price": {"amount": amount, "currency": own}, "prices": prices}
    return str(published(slug=slug, variants=[variant])["id"])


def prices(url: str) -> list[Any]:
    return [row["price_from"] and (row["price_from"]["amount"], row["price_from"]["currency"]) for row in page(url)["data"]]


def test_a_list_is_in_the_currency_that_was_asked_for() -> None:
    """F-A23: filter, order, counts and what is shown; minor units differ."""
    both, yuan = sold("both", CNY=4000, USD=9000, JPY=80, KWD=1500), sold("yuan", CNY=9000)
    dollar = sold("dollar", USD=4299)
    rebuild()
    assert found("/v1/products?currency=USD&sort=price_asc") == [dollar, both]
    assert prices("/v1/products?currency=USD&sort=price_asc") == [(4299, "USD"), (9000, "USD")]
    assert found("/v1/products?currency=CNY&sort=price_desc") == [yuan, both]
    assert found("/v1/products?currency=CNY&price_max=5000") == [both]
    assert found("/v1/products?currency=USD&price_max=5000") == [dollar]
    assert prices("/v1/products?currency=JPY") == [(80, "JPY")]
    assert page("/v1/products?currency=EUR")["data"] == []
    for currency, bucket in (("USD", (0, 4999, 1)), ("JPY", (50, 99, 1)), ("KWD", (0, 49_999, 1))):
        counts = page(f"/v1/products?currency={currency}&facets=true")["facets"]["prices"]
        assert next((one["price_min"], one["price_max"], one["count"]) for one in counts if one["count"]) == bucket


def test_without_asking_a_list_is_in_the_shops_currency_and_what_is_not_sold_in_it_comes_last() -> None:
    """F-A23, F-D10: the newest product is sold in dollars only."""
    yuan, dollar = sold("yuan", CNY=9000), sold("dollar", USD=4299)
    rebuild()
    for sort in ("newest", "price_asc", "price_desc", "best_selling", "relevance"):
        assert found(f"/v1/products?sort={sort}") == [yuan, dollar]
        first = page(f"/v1/products?sort={sort}&limit=1")
        assert [row["id"] for row in first["data"]] == [yuan]
        assert found(f"/v1/products?sort={sort}&limit=1&cursor={first['next_cursor']}") == [dollar]
    answer = page("/v1/products")
    assert (answer["currency"], answer["total"]) == ("CNY", 2)
    assert [(row["price_from"], row["currencies"]) for row in answer["data"]][1] == (None, ["USD"])
    assert found("/v1/products?price_max=5000") == []


def test_lists_of_a_category_and_a_brand_have_a_currency_too() -> None:
    """F-A23"""
    where = made(staff().post("/v1/admin/categories", {"name": {"en": "Boards"}}))["id"]
    whose = made(staff().post("/v1/admin/brands", {"name": {"en": "Acme"}}))["id"]
    variant = {"sku": "USD-1", "price": {"amount": 700, "currency": "USD"}}
    product = published(category_id=where, brand_id=whose, variants=[variant])["id"]
    published(category_id=where, brand_id=whose)
    for rebuilt in (False, True):
        for url in (f"/v1/categories/{where}/products", f"/v1/brands/{whose}/products", "/v1/products"):
            assert found(f"{url}?currency=USD") == [product], (url, rebuilt)
            assert prices(f"{url}?currency=USD") == [(700, "USD")]
        rebuild()


@pytest.mark.parametrize("currency", ["usd", "XXX", "US", "", "RMB", "USDT"])
def test_a_currency_that_does_not_exist_is_refused(currency: str) -> None:
    """F-A23"""
    for url in ("/v1/products", "/v1/search", "/v1/categories/cat_x/products", "/v1/brands/brd_x/products"):
        assert shopper().get(f"{url}?currency={currency}").status == 422


def test_a_cursor_belongs_to_its_currency() -> None:
    """F-A23"""
    for number in range(3):
        sold(f"p{number}", CNY=100, USD=100)
    rebuild()
    cursor = page("/v1/products?limit=1")["next_cursor"]
    for query in ("currency=USD", "currency=CNY"):
        assert shopper().get(f"/v1/products?limit=1&{query}&cursor={cursor}").code == "invalid_cursor"


def test_numbers_have_ranges_and_bounds() -> None:
    """F-C12, B02"""
    screen = {"code": "screen.size", "name": {"en": "Screen"}, "type": "number", "unit": "in"}
    where = made(staff().post("/v1/admin/categories", {"name": {"en": "Screens"}, "attributes": [screen]}))["id"]
    small, middle, large = (
        published(category_id=where, attributes=[{"code": "screen.size", "value": value}])["id"] for value in (9, 13.3, 100)
    )
    rebuild()
    for query, wanted in (("13..15.6", [middle]), ("..13.3", [middle, small]), ("13.3..", [large, middle]), ("14..15", [])):
        assert found(f"/v1/products?attr.screen.size={query}") == wanted, query
    assert found("/v1/products?attr.screen.size=..9&attr.screen.size=100") == [large, small]
    assert shopper().get("/v1/products?attr.screen.size=9..3").json["errors"][0]["code"] == "range_reversed"
    (counts,) = page("/v1/products?facets=true&attr.screen.size=..10")["facets"]["attributes"]
    assert (counts["min"], counts["max"]) == (9.0, 100.0)
    assert {one["value"]: one["count"] for one in counts["values"]} == {"9": 1, "13.3": 1, "100": 1}
