"""Which reduction shoppers are shown, by the country they ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.catalog import sellable_keys, sellables_in
from functions.catalog.store import markets
from functions.shared.outside import clock
from functions.shared.store.records import find_many
from tests.integration.catalog.support import cny, made, published, shopper, staff

DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def repriced(product: dict[str, Any], **fields: Any) -> None:
    made(staff().patch(f"/v1/admin/products/{product['id']}/variants/{product['variants'][0]['id']}", fields))


def seen(product: dict[str, Any], country: str) -> tuple[Any, ...]:
    """Detail, page of variants, list and what a cart is told agree: price, list price, percent."""
    variant = product["variants"][0]
    detail = shopper().get(f"/v1/products/{product['id']}?country={country}").json
    page = shopper().get(f"/v1/products/{product['id']}/variants?country={country}").json["data"][0]
    row = shopper().get(f"/v1/products?country={country}").json["data"][0]
    one = detail["variants"][0]
    sellable = sellables_in(find_many(sellable_keys([variant["id"]])), [variant["id"]], country=country)[variant["id"]]
    for other in (detail, row):
        assert (other["price_from"], other["list_price_from"]) == (one["price"], one["list_price"])
    assert {detail["reduction_percent"], row["reduction_percent"], page["reduction_percent"]} == {one["reduction_percent"]}
    assert (page["price"], page["list_price"]) == (one["price"], one["list_price"])
    assert (sellable.list_price.amount if sellable.list_price else None) == (one["list_price"] or {}).get("amount")
    return one["price"]["amount"], (one["list_price"] or {}).get("amount"), one["reduction_percent"]


def sold_since(*prices: tuple[int, int]) -> dict[str, Any]:
    """A product whose price was written on these days, the first one as it was made."""
    with clock.frozen(BEGIN + prices[0][0] * DAY):
        product = published(variants=[{"sku": "P-1", "price": cny(prices[0][1])}])
    for day, amount in prices[1:]:
        with clock.frozen(BEGIN + day * DAY):
            repriced(product, price=cny(amount))
    return product


def test_no_change_in_the_window_means_the_price_before_it() -> None:
    """R02, X34, case 17."""
    product = sold_since((0, 14900), (530, 50000))
    url = f"/v1/admin/products/{product['id']}/scheduled_prices"
    with clock.frozen(BEGIN + 730 * DAY):
        repriced(product, price=cny(40000), list_price=cny(60000))
        assert seen(product, "DE") == (40000, 50000, 20)
        assert seen(product, "US") == (40000, 60000, 33)
    with clock.frozen(BEGIN + 731 * DAY):
        made(staff().post(f"/v1/admin/stock/{product['variants'][0]['id']}/adjust", {"delta": 5, "reason": "goods received"}))
        repriced(product, weight_g=9)
        ends = {"starts_at": (BEGIN + 737 * DAY).isoformat(), "ends_at": (BEGIN + 739 * DAY).isoformat()}
        made(staff().post(url, {"kind": "discount", "price": cny(30000), **ends}))
        assert seen(product, "DE") == (40000, 50000, 20)
    with clock.frozen(BEGIN + 738 * DAY):
        assert seen(product, "DE") == (30000, 40000, 25)


def test_after_a_cheaper_week_no_reduction_may_be_claimed() -> None:
    """R02: 100, then 80 on days -20 to -15, 100, sale 85; the name of the sale is not shown either."""
    product = sold_since((0, 10000), (80, 8000), (85, 10000))
    with clock.frozen(BEGIN + 100 * DAY):
        body = {"kind": "discount", "price": cny(8500), "ends_at": (BEGIN + 105 * DAY).isoformat(), "label": {"en": "15 % off"}}
        made(staff().post(f"/v1/admin/products/{product['id']}/scheduled_prices", body))
        assert seen(product, "FR") == (8500, None, None)
        assert seen(product, "US") == (8500, 10000, 15)
        labels = [shopper().get(f"/v1/products/{product['id']}?country={one}").json["price_label"] for one in ("FR", "US")]
    assert labels == [None, "15 % off"]


def test_a_market_sets_its_own_rule_and_its_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    """R02: progressive reductions where the market allows them; elsewhere the law of the country."""
    product = sold_since((0, 10000))
    eur = [{"price": {"amount": 1000, "currency": "EUR"}}]
    with clock.frozen(BEGIN + 100 * DAY):
        repriced(product, price=cny(9000), list_price=cny(10000), prices=eur)
    with clock.frozen(BEGIN + 105 * DAY):
        repriced(product, price=cny(8000), list_price=cny(10000))
        assert [seen(product, country)[1] for country in ("DE", "IT", "CN")] == [9000, 9000, 10000]
        germany = {"code": "de", "name": "Germany", "countries": ["DE"], "currency": "CNY", "prior_price": "before_first_reduction"}
        italy = {"code": "it", "name": "Italy", "countries": ["Italy"], "currency": "EUR", "prior_price": "as_written"}
        stored = made(staff().put("/v1/admin/markets", {"markets": [germany, italy]}))
        assert (stored["version"], stored["markets"][1]["countries"]) == (1, ["IT"])
        assert seen(product, "DE") == (8000, 10000, 20)
        shown = shopper().get(f"/v1/products/{product['id']}?country=IT").json
        listed = shopper().get("/v1/products?country=IT").json
        assert (shown["price_from"], listed["data"][0]["price_from"], listed["currency"]) == (eur[0]["price"], eur[0]["price"], "EUR")
        assert shopper().get(f"/v1/products/{product['id']}?country=IT&currency=CNY").json["list_price_from"] == cny(10000)
    monkeypatch.setattr(markets, "_FRESH_SECONDS", 0)
    assert staff().get("/v1/admin/markets").json == stored


def test_a_market_elsewhere_keeps_the_rule_by_its_own_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """R02: on 28 November 30 days are 720 hours in the Union and 721 in the United States. Pages, lists, what a cart is told, and
    the claims of a past moment agree, to the last second."""
    monkeypatch.setattr(markets, "_FRESH_SECONDS", 0)
    states = {"code": "us", "name": "United States", "countries": ["US"], "currency": "CNY", "prior_price": "lowest_of_30_days"}
    began = datetime(2026, 11, 28, 12, tzinfo=UTC)
    start = began - timedelta(hours=721)
    for ended, lowest in ((start, 10000), (start + timedelta(seconds=1), 6000)):
        with clock.frozen(start - 9 * DAY):
            made(staff().put("/v1/admin/markets", {"markets": [states]}))
            product = published(variants=[{"sku": f"P-{lowest}", "price": cny(10000)}])
            url = f"/v1/admin/products/{product['id']}"
            low, sale = ((start - 5 * DAY, ended, 6000), (began, began + 5 * DAY, 5000))
            for begins, ends, amount in (low, sale):
                times_ = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
                made(staff().post(f"{url}/scheduled_prices", {"kind": "discount", "price": cny(amount), **times_}))
        for moment in (began, began + 5 * DAY - timedelta(seconds=1)):
            with clock.frozen(moment):
                found = [seen(product, country)[:2] for country in ("US", "DE", "IS")]
                assert found == [(5000, lowest), (5000, 10000), (5000, 10000)]
                (row,) = staff().get(f"{url}/price_claims?country=US").json["data"]
                assert row["list_price"] == cny(lowest)
        with clock.frozen(began + 5 * DAY):
            assert seen(product, "US") == (10000, None, None)
            made(staff().post(f"{url}/unpublish"))


def test_markets_are_one_document_and_name_a_country_once() -> None:
    germany = {"code": "de", "name": "Germany", "countries": ["DE"], "currency": "EUR"}
    assert made(staff().get("/v1/admin/markets")) == {"markets": [], "version": 0}
    twice = staff().put("/v1/admin/markets", {"markets": [germany, germany | {"code": "eu"}]})
    assert (twice.status, twice.json["errors"][0]["code"]) == (422, "named_twice")
    made(staff().put("/v1/admin/markets", {"markets": [germany]}))
    stale = staff().put("/v1/admin/markets", {"markets": []}, if_match='"0"')
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert staff().put("/v1/admin/markets", {"markets": [germany | {"countries": ["Atlantis"]}]}).status == 422


def test_what_was_claimed_in_a_market_at_any_moment_can_be_asked_for() -> None:
    """X34: the history by market, and the prior price at a moment of the past."""
    product = sold_since((0, 10000), (80, 8000), (85, 10000))
    url = f"/v1/admin/products/{product['id']}"
    with clock.frozen(BEGIN + 100 * DAY):
        repriced(product, price=cny(7000), list_price=cny(10000), prices=[{"price": {"amount": 900, "currency": "EUR"}}])
        claims = staff().get(f"{url}/price_claims?country=DE").json
        past = staff().get(f"{url}/price_claims?country=DE&at={(BEGIN + 90 * DAY).strftime('%Y-%m-%dT%H:%M:%SZ')}").json
        eu = {"code": "eu", "name": "EU", "countries": ["DE"], "currency": "EUR"}
        made(staff().put("/v1/admin/markets", {"markets": [eu]}))
        history = staff().get(f"{url}/price_history?country=DE").json["data"]
        euros = staff().get(f"{url}/price_claims?country=DE").json
    (row,) = claims["data"]
    assert (claims["rule"], row["prior_price"], row["list_price"], row["reduction_percent"]) == (
        "lowest_of_30_days",
        cny(8000),
        cny(8000),
        12,
    )
    assert row["began_at"] == "2026-04-15T09:00:00.000Z"
    assert (past["data"][0]["price"], past["data"][0]["prior_price"], past["data"][0]["list_price"]) == (cny(10000), cny(8000), None)
    assert [(line["currency"], line["price"]["amount"]) for entry in history for line in entry["lines"]] == [("EUR", 900)]
    assert (euros["currency"], euros["data"][0]["prior_price"]) == ("EUR", None)
