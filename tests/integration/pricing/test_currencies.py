"""B10: prices in a currency that nobody wrote one in, from the page to the order."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from functions.catalog.app import app as catalog_app
from functions.catalog.search import search_index
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import published
from tests.integration.orders.buyer import a_guest
from tests.integration.pricing.shop import staff
from tests.support.buckets import data_bucket
from tests.support.http import Client

PATH = "/v1/admin/price_lists/exchange_rates"
CNY_USD = {"id": "cny-usd-1", "base": "CNY", "currency": "USD", "rate": "0.1389"}


def _rates(*rates: dict[str, Any]) -> None:
    made = staff().put(PATH, {"rates": list(rates)})
    assert made.status == 200, made.text


def _sold(amount: int, **further: int) -> tuple[str, str]:
    prices = [{"price": {"amount": other, "currency": currency}} for currency, other in further.items()]
    variant = {"sku": f"SKU-{uuid.uuid4()}", "price": {"amount": amount, "currency": "CNY"}, "prices": prices}
    product = published(variants=[variant])
    return product["id"], product["variants"][0]["id"]


def test_a_written_price_goes_first_and_a_converted_one_names_rate_and_rounding() -> None:
    """B10: `GET /v1/products/{id}?currency=USD`."""
    (written, _), (converted, _) = _sold(10_000, USD=1_999), _sold(9_990)
    shopper = Client(catalog_app)
    refused = shopper.get(f"/v1/products/{converted}?currency=USD")
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "currency_not_offered")
    _rates(CNY_USD | {"rounding": {"step": 10, "mode": "up"}})
    told = shopper.get(f"/v1/products/{written}?currency=USD").json
    assert (told["price_from"], told["converted"]) == ({"amount": 1_999, "currency": "USD"}, None)
    told = shopper.get(f"/v1/products/{converted}?currency=USD").json
    how = {"rate_id": "cny-usd-1", "base": "CNY", "rate": "0.1389", "step": 10, "mode": "up"}
    assert (told["price_from"], told["converted"]) == ({"amount": 1_390, "currency": "USD"}, how)
    assert (told["variants"][0]["price"], told["variants"][0]["converted"]) == ({"amount": 1_390, "currency": "USD"}, how)
    assert told["currencies"] == ["CNY", "USD"]
    told = shopper.get(f"/v1/products/{converted}").json
    assert (told["price_from"], told["converted"]) == ({"amount": 9_990, "currency": "CNY"}, None)
    assert shopper.get(f"/v1/products/{converted}?currency=EUR").status == 422


def test_a_cart_is_in_one_currency_and_a_new_rate_is_a_changed_price() -> None:
    """B10: the order keeps its price and the id of its rate; a cart is told, and its order refused once."""
    (_, written), (_, converted) = _sold(10_000, EUR=1_500), _sold(8_000)
    rate = {"id": "eur-1", "base": "CNY", "currency": "EUR", "rate": "0.125"}
    _rates(rate)
    buyer = a_guest(currency="EUR")
    assert buyer.add(written).status == 201
    lines = buyer.add(converted, 2).json["lines"]
    assert [(line["unit_price"]["amount"], line["rate_id"]) for line in lines] == [(1_500, None), (1_000, "eur-1")]
    assert {line["total"]["currency"] for line in lines} == {"EUR"}
    other = a_guest(currency="USD")
    refused = other.add(converted)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "wrong_currency")
    _rates(rate, rate | {"id": "eur-2", "rate": "0.15", "starts_at": "2000-01-01T00:00:00Z"})
    line = buyer.client.get(buyer.cart).json["lines"][1]
    notice = line["notices"][0]
    assert (line["unit_price"]["amount"], line["rate_id"]) == (1_200, "eur-2")
    assert (notice["code"], notice["was"]["amount"], notice["now"]["amount"]) == ("price_changed", 1_000, 1_200)


def test_a_rate_that_changes_leaves_placed_orders_alone() -> None:
    """B10: in the currency that the shop delivers in."""
    product = published(variants=[{"sku": f"SKU-{uuid.uuid4()}", "price": {"amount": 1_000, "currency": "USD"}}])
    rate = {"id": "usd-cny", "base": "USD", "currency": "CNY", "rate": "7.2"}
    _rates(rate)
    buyer = a_guest()
    assert buyer.add(product["variants"][0]["id"]).status == 201
    buyer.ready()
    placed = buyer.place(buyer.preview()["preview_hash"])
    assert placed.status == 201, placed.text
    _rates(rate | {"rate": "9"})
    client = Client(buyer.client.app, {"x-order-token": placed.json["token"]})
    line = client.get(f"/v1/orders/{placed.json['id']}").json["lines"][0]
    assert (line["unit_price"], line["rate_id"]) == ({"amount": 7_200, "currency": "CNY"}, "usd-cny")
    late = a_guest()
    late.add(product["variants"][0]["id"])
    late.ready()
    agreed = late.preview()["preview_hash"]
    _rates(rate | {"rate": "10"})
    assert late.place(agreed).code == "preview_changed"


def test_lists_filter_and_order_in_the_asked_currency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """B10: written and converted prices in one order."""
    monkeypatch.setenv("SEARCH_DIR", str(tmp_path))
    search_index.cache_clear()
    with data_bucket():
        (written, _), (dear, _), (cheap, _) = _sold(1_000, USD=1_000), _sold(10_000), _sold(5_000)
        _rates(CNY_USD | {"rate": "0.14"})
        rebuild()
        rows = Client(catalog_app).get("/v1/products?currency=USD&sort=price_asc").json["data"]
        told = [(row["id"], row["price_from"]["amount"], (row["converted"] or {}).get("rate_id")) for row in rows]
        assert told == [(cheap, 700, "cny-usd-1"), (written, 1_000, None), (dear, 1_400, "cny-usd-1")]
        found = Client(catalog_app).get("/v1/products?currency=USD&price_min=701&price_max=1399").json["data"]
        assert [row["id"] for row in found] == [written]
        assert Client(catalog_app).get("/v1/products?currency=EUR").json["data"] == []
    search_index.cache_clear()


def test_what_cannot_be_a_rate_is_refused() -> None:
    for rates, code in (
        ([CNY_USD, CNY_USD], "named_twice"),
        ([CNY_USD, CNY_USD | {"id": "other"}], "named_twice"),
        ([CNY_USD | {"currency": "CNY"}], "same_currency"),
        ([CNY_USD | {"rate": "0.000"}], "value_error"),
        ([CNY_USD | {"rate": "-1"}], "string_pattern_mismatch"),
        ([CNY_USD | {"rate": "1e5"}], "string_pattern_mismatch"),
        ([CNY_USD | {"rate": 0.14}], "string_type"),
        ([CNY_USD | {"rounding": {"step": 0}}], "greater_than_equal"),
        ([CNY_USD | {"rounding": {"mode": "💱"}}], "enum"),
        ([CNY_USD | {"starts_at": "yesterday"}], "invalid_time"),
    ):
        refused = staff().put(PATH, {"rates": rates})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, code), refused.text
    assert staff().get(PATH).json == {"rates": [], "version": 0}
