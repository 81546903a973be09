"""X14: a market says what the checkout offers where it sells, and a placed order keeps what it was sold by."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.app import app as catalog_app
from functions.catalog.store import markets
from functions.orders.app import app as orders_app
from functions.payments.app import app as payments_app
from tests.integration.orders.amending.amended import amend
from tests.integration.orders.buyer import ADDRESS, Buyer, a_guest, a_variant
from tests.support.http import Answer, Client
from tests.support.identity import bearer

GERMANY = ADDRESS | {"country": "DE", "province": "", "city": "Berlin", "district": "", "postal_code": "10117"}
AUSTRIA = GERMANY | {"country": "AT", "city": "Wien", "postal_code": "1010"}
DE = {"code": "de", "name": "Germany", "countries": ["DE"], "currency": "CNY"}


def staff() -> Client:
    return Client(orders_app, bearer("owner"), catalog_app, payments_app)


def sold(*rows: dict[str, Any]) -> Answer:
    """The markets; at once, also for who keeps them for a minute."""
    version = staff().get("/v1/admin/markets").json["version"]
    made = staff().put("/v1/admin/markets", {"markets": list(rows)}, **{"if-match": str(version)})
    markets.forget()
    return made


@pytest.fixture
def europe() -> dict[str, str]:
    """Two zones with two carriers; 19 % in Germany, on top. The ids of the zones, by name."""
    zones = {}
    for name, country in (("Germany", "DE"), ("Austria", "AT")):
        rates = [{"id": c, "carrier": c, "service": "standard", "currency": "CNY", "first_fee": 500, "days": 4} for c in ("manual", "sf")]
        made = staff().post("/v1/admin/shipping_zones", {"name": name, "areas": [{"country": country}], "rates": rates})
        assert made.status == 201, made.text
        zones[name] = made.json["id"]
    rate = {"name": "VAT", "rate": "0.19", "country": "DE"}
    assert staff().post("/v1/admin/tax_rates", rate).status == 201
    return zones


def to(address: dict[str, str], variant: str) -> Buyer:
    buyer = a_guest(lines=[{"variant_id": variant, "quantity": 1}])
    assert buyer.client.put(f"{buyer.cart}/address", address).status == 200
    return buyer


def options(buyer: Buyer) -> list[Any]:
    return list(buyer.client.get(f"{buyer.cart}/delivery_options").json["data"])


def with_option(buyer: Buyer, carrier: str = "manual") -> Buyer:
    option = next(one["id"] for one in options(buyer) if one["carrier"] == carrier)
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": option}).status == 200
    return buyer


def ways(answer: Answer) -> set[str]:
    return {f"{one['provider']}/{one['method']}" for one in answer.json["data"]}


def paying(order: dict[str, Any]) -> Client:
    return Client(payments_app, {"x-order-token": order["token"]})


def test_a_checkout_offers_what_its_market_has(europe: dict[str, str]) -> None:
    """X14: carriers and zones of delivery, and ways to pay, of small calls and of whole carts; elsewhere all of them."""
    variant = a_variant()
    assert {one["carrier"] for one in options(to(GERMANY, variant))} == {"manual", "sf"}
    made = sold(DE | {"carriers": ["sf"], "zones": [europe["Germany"]], "payment_methods": ["manual/bank_transfer"]})
    assert made.status == 200, made.text
    assert made.json["markets"][0]["payment_methods"] == ["manual/bank_transfer"]
    buyer = to(GERMANY, variant)
    assert {one["carrier"] for one in options(buyer)} == {"sf"}
    methods = Client(payments_app, buyer.client.headers).get(f"{buyer.cart}/payment_methods")
    assert ways(methods) == {"manual/bank_transfer"}
    whole = a_guest(lines=[{"variant_id": variant, "quantity": 1}], address=GERMANY)
    shown = whole.client.put(whole.cart, {"lines": [{"variant_id": variant, "quantity": 1}], "address": GERMANY})
    assert {f"{one['provider']}/{one['method']}" for one in shown.json["payment_methods"]} == {"manual/bank_transfer"}, shown.text
    other = to(AUSTRIA, variant)
    assert {one["carrier"] for one in options(other)} == {"manual", "sf"}
    assert "sandbox/wallet" in ways(Client(payments_app, other.client.headers).get(f"{other.cart}/payment_methods"))


def test_a_zone_that_a_market_leaves_out_is_not_delivered_to(europe: dict[str, str]) -> None:
    variant = a_variant()
    assert sold(DE | {"zones": [europe["Austria"]]}).status == 200
    buyer = a_guest(lines=[{"variant_id": variant, "quantity": 1}])
    refused = buyer.client.put(f"{buyer.cart}/address", GERMANY)
    assert (refused.status, refused.json["code"]) == (422, "address_not_covered")
    assert buyer.client.get(buyer.cart).json["address"] is None


def test_a_market_of_one_currency_delivers_no_other(europe: dict[str, str]) -> None:
    variant = a_variant()
    assert sold(DE | {"currency": "EUR", "other_currencies": False}).status == 200
    buyer = a_guest(lines=[{"variant_id": variant, "quantity": 1}])
    refused = buyer.client.put(f"{buyer.cart}/address", GERMANY)
    assert (refused.status, refused.json["code"]) == (422, "address_not_covered")
    assert "EUR" in refused.json["errors"][0]["detail"]


def test_prices_contain_tax_where_the_market_says_so_and_an_order_keeps_it(europe: dict[str, str]) -> None:
    """X14: the same cart with tax on top, and in its prices; what is placed stays as it was sold, also amended."""
    variant = a_variant(price=11_900)
    on_top = with_option(to(GERMANY, variant)).preview()["totals"]
    assert (on_top["tax"]["amount"], on_top["total"]["amount"]) == (2_356, 14_756)
    assert sold(DE | {"prices_include_tax": True}).status == 200
    buyer = with_option(to(GERMANY, variant))
    shown = buyer.preview()
    assert (shown["totals"]["tax"]["amount"], shown["totals"]["total"]["amount"]) == (0, 12_400)
    order = buyer.place(shown["preview_hash"])
    assert order.status == 201, order.text
    assert ("tax_included" in {part["kind"] for part in order.json["parts"]}, order.json["market"]) == (True, "de")
    assert sold(DE).status == 200
    less = amend(order.json, lines=[{"line_id": order.json["lines"][0]["id"], "quantity": 1}], address=GERMANY | {"street": "Allee 2"})
    assert (less.status, less.json["totals"]["total"]["amount"]) == (200, 12_400), less.text


def test_an_order_is_paid_as_its_market_had_it(europe: dict[str, str]) -> None:
    """X14: what was sold by other ways stays payable by them whatever the market becomes, and by no other."""
    variant = a_variant()
    assert sold(DE | {"payment_methods": ["manual/bank_transfer"]}).status == 200
    order = with_option(to(GERMANY, variant)).place().json
    assert sold(DE | {"payment_methods": ["sandbox"]}).status == 200
    assert ways(paying(order).get(f"/v1/payment_methods?order={order['id']}")) == {"manual/bank_transfer"}
    refused = paying(order).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"})
    assert (refused.status, refused.json["code"]) == (422, "unsupported_in_market")
    assert paying(order).get(f"/v1/orders/{order['id']}/payments").json["data"] == []
    assert paying(order).post(f"/v1/orders/{order['id']}/payments", {"provider": "manual"}).status == 201


def test_buyers_are_written_to_in_a_language_of_the_market(europe: dict[str, str]) -> None:
    """X14: their own where the market speaks it, else its first."""
    variant = a_variant()
    assert sold(DE | {"languages": ["de", "en"]}).status == 200
    told = {}
    for wanted in ("en-GB", "zh"):
        buyer = with_option(to(GERMANY, variant))
        placed = buyer.place(**{"accept-language": wanted})
        told[wanted] = staff().get(f"/v1/admin/orders/{placed.json['id']}").json["language"]
    assert told == {"en-GB": "en", "zh": "de"}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([DE, {**DE, "code": "dach", "countries": ["AT", "DE"]}], "invalid"),
        ([{**DE, "countries": ["XX"]}], None),
        ([{**DE, "payment_methods": ["Stripe!"]}], None),
        ([{**DE, "languages": ["not a language"]}], None),
        ([{**DE, "languages": ["de", "xx"]}], "invalid"),
        ([{**DE, "languages": ["de-QQ"]}], "invalid"),
        ([{**DE, "prices_include_tax": "yes"}], None),
    ],
)
def test_what_a_market_cannot_be(rows: list[dict[str, Any]], code: str | None) -> None:
    """X14: countries that overlap or do not exist, and what names nothing; nothing is kept of it."""
    refused = sold(*rows)
    assert refused.status == 422, refused.text
    assert code is None or refused.json["code"] == code
    assert staff().get("/v1/admin/markets").json["markets"] == []


def test_a_market_names_only_what_the_shop_has(europe: dict[str, str]) -> None:
    """X14: each name that is nothing is pointed at, however many markets; what was there stays, and so does a zone that a market names."""
    fits = DE | {
        "zones": [europe["Germany"]],
        "carriers": ["sf"],
        "payment_methods": ["manual", "stripe/card"],
        "languages": ["zh-Hant", "pt-BR"],
    }
    assert sold(fits).status == 200
    far = {
        "code": "at",
        "name": "Austria",
        "countries": ["AT"],
        "currency": "EUR",
        "zones": ["zone_gone"],
        "carriers": ["sf", "dhl", "none"],
    }
    refused = sold(fits | {"payment_methods": ["manual", "stripe/cash", "paypal"]}, far)
    assert (refused.status, refused.json["code"]) == (422, "unknown_names")
    assert [(one["pointer"], one["code"]) for one in refused.json["errors"]] == [
        ("/markets/0/payment_methods/1", "unknown_payment_method"),
        ("/markets/0/payment_methods/2", "unknown_payment_method"),
        ("/markets/1/carriers/1", "unknown_carrier"),
        ("/markets/1/carriers/2", "unknown_carrier"),
        ("/markets/1/zones/0", "unknown_zone"),
    ]
    kept = staff().get("/v1/admin/markets").json["markets"]
    assert [one["zones"] for one in kept] == [fits["zones"]]
    held = staff().delete(f"/v1/admin/shipping_zones/{europe['Germany']}")
    assert (held.status, held.json["code"], held.json["markets"]) == (409, "zone_in_use", ["de"])
    before = staff().post("/v1/admin/shipping_calendar", {"version": 0})
    assert (before.status, before.json["code"]) == (409, "zone_in_use"), before.text
    assert staff().delete(f"/v1/admin/shipping_zones/{europe['Austria']}").status == 204
    assert sold(DE).status == 200
    assert staff().delete(f"/v1/admin/shipping_zones/{europe['Germany']}").status == 204
