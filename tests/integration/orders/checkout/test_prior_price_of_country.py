"""R02, X34: which reduction a cart, its order, and what an order gets later say, by the clocks of the country it goes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.catalog.store import markets
from functions.shared.outside import clock
from tests.integration.catalog import support as catalog
from tests.integration.catalog.support import cny, made, published, shopper
from tests.integration.orders.amending.amended import amend, more
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff

DAY = timedelta(days=1)
BEGAN = datetime(2026, 11, 28, 12, tzinfo=UTC)
"""A sale in the weeks after America has left summer time, which Europe did a week before, and Australia did not."""
ENDED = BEGAN - timedelta(hours=720, minutes=30)
"""Of a cheaper day: 30 days before by the clocks of New York, 31 by those of Berlin and Sydney."""
PLACES: dict[str, dict[str, str]] = {
    "US": {"province": "New York", "city": "New York", "postal_code": "10001", "phone": "+12125550100"},
    "DE": {"province": "", "city": "Berlin", "postal_code": "10117"},
    "AU": {"province": "New South Wales", "city": "Sydney", "postal_code": "2000"},
}
CLAIMED = {"US": 6000, "DE": 10000, "AU": 10000}


@pytest.fixture
def sale(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A variant that costs 50.00 instead of 100.00, and cost 60.00 until a moment that is in the 30 days of some. They keep one rule."""
    monkeypatch.setattr(markets, "_FRESH_SECONDS", 0)
    rows = [
        {"code": one.lower(), "name": one, "countries": [one], "currency": "CNY", "prior_price": "lowest_of_30_days"}
        for one in ("US", "AU")
    ]
    rates = [{"carrier": "manual", "service": "standard", "currency": "CNY", "first_fee": 500, "days": 4}]
    with clock.frozen(BEGAN - 60 * DAY):
        made(catalog.staff().put("/v1/admin/markets", {"markets": rows}))
        made(staff().post("/v1/admin/shipping_zones", {"name": "Far", "areas": [{"country": one} for one in PLACES], "rates": rates}))
        product = published(variants=[{"sku": "SALE-1", "price": cny(10000)}])
        made(catalog.staff().post(f"/v1/admin/stock/{product['variants'][0]['id']}/adjust", {"delta": 50, "reason": "goods received"}))
        for begins, ends, amount in ((ENDED - 5 * DAY, ENDED, 6000), (BEGAN, BEGAN + 5 * DAY, 5000)):
            span = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
            url = f"/v1/admin/products/{product['id']}/scheduled_prices"
            made(catalog.staff().post(url, {"kind": "discount", "price": cny(amount), **span}))
    with clock.frozen(BEGAN + DAY):
        yield product["variants"][0]["id"]


def claimed(answer: dict[str, Any], variant: str) -> int | None:
    (line,) = (one for one in answer["lines"] if one["variant_id"] == variant)
    return (line["list_price"] or {}).get("amount")


def to(country: str) -> dict[str, str]:
    return ADDRESS | {"country": country, "district": ""} | PLACES[country]


def test_cart_order_and_list_agree(sale: str) -> None:
    """The cart says it anew when it goes elsewhere; the order keeps what was said; what is added to one is said by its own country."""
    buyer = a_guest(email="a@example.com")
    assert buyer.add(sale).status == 201
    for country, wanted in CLAIMED.items():
        there = buyer.client.put(f"{buyer.cart}/address", to(country))
        assert there.status == 200, there.text
        row = shopper().get(f"/v1/products?country={country}").json["data"][0]
        whole = a_guest(currency="CNY", lines=[{"variant_id": sale, "quantity": 2}], address=to(country))
        seen = [claimed(one, sale) for one in (there.json, buyer.client.get(buyer.cart).json, buyer.preview(), whole.preview())]
        assert (country, {*seen, row["list_price_from"]["amount"]}) == (country, {wanted})
    for country, wanted in (("US", 6000), ("AU", 10000)):
        one = a_guest(lines=[{"variant_id": sale, "quantity": 1}], address=to(country))
        option = one.client.get(f"{one.cart}/delivery_options").json["data"][0]["id"]
        assert one.client.put(f"{one.cart}/delivery_option", {"id": option}).status == 200
        order = one.place()
        assert order.status == 201, order.text
        assert claimed(order.json, sale) == wanted
        other = a_guest(lines=[{"variant_id": a_variant(), "quantity": 1}], address=to(country))
        assert other.client.put(f"{other.cart}/delivery_option", {"id": option}).status == 200
        grown = amend(other.place().json, **more(sale))
        assert (grown.status, claimed(grown.json, sale)) == (200, wanted), grown.text
