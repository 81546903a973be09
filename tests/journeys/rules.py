"""Rules of places where no other journey sells. Every process keeps the shop's rules for a minute: they are set before everything else."""

from __future__ import annotations

from typing import Any

from tests.journeys.shopper import Shop

NEW_YORK: dict[str, Any] = {"country": "US", "province": "NY", "city": "New York", "district": "", "postal_code": "10001"}
BERLIN: dict[str, Any] = {"country": "DE", "province": "", "city": "Berlin", "district": "", "postal_code": "10115"}
# Here people ship by hand: no parcel goes out by itself.
SUZHOU: dict[str, Any] = {"province": "江苏省", "city": "苏州市", "district": "虎丘区", "postal_code": "215000"}
FEE_BY_HAND = 700


def set_rules(shop: Shop) -> str:
    """Taxes of New York and Germany, a zone without a courier; the id of a category whose class `books` is taxed less."""
    owner = shop.staff()
    books = shop.send("POST", "/v1/admin/categories", {"name": {"zh": "图书", "en": "Books"}}, 201, **owner)["id"]
    for name, rate, area in (
        ("State", "0.04", {"country": "US", "province": "New York"}),
        ("City", "0.045", {"country": "US", "province": "ny", "city": "New York City"}),
        ("VAT", "0.19", {"country": "DE"}),
        ("VAT", "0.07", {"country": "DE", "tax_class": "books"}),
    ):
        shop.send("POST", "/v1/admin/tax_rates", {"name": name, "rate": rate, **area}, 201, **owner)
    settings = shop.get("/v1/admin/tax_settings", **owner)
    settings.pop("version")
    settings["classes"] = settings.get("classes", {}) | {books: "books"}
    shop.send("PUT", "/v1/admin/tax_settings", settings, **owner)
    by_hand = {"carrier": "manual", "currency": "CNY", "first_fee": FEE_BY_HAND}
    city = {"country": "CN", "province": "江苏", "city": "苏州"}
    shop.send("POST", "/v1/admin/shipping_zones", {"name": "By hand", "areas": [city], "rates": [by_hand]}, 201, **owner)
    return str(books)
