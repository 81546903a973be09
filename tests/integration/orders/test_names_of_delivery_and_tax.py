"""P11, ADR 0020: what a delivery service and a tax are called in further languages, from the settings to the order."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.model.order import Order, Part
from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.tax import TaxRate
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.rules_parts import ZoneRules
from functions.shared.plain.bodies import dump, load, parsed
from tests.integration.orders.buyer import ADDRESS, Buyer, a_guest, a_variant, staff
from tests.support.http import Client

ZONES, RATES = "/v1/admin/shipping_zones", "/v1/admin/tax_rates"
SERVICE, TAX = {"en": "Express", "zh": "加急", "zh-Hant": "加急配送"}, {"en": "Value added tax", "zh": "增值税"}


def zone(**rate: Any) -> Any:
    """All of China, delivered by one service."""
    owner = staff()
    rates = [{"carrier": "manual", "currency": "CNY", "service": "fast"} | rate]
    body = {"name": "China", "areas": [{"country": "CN", "province": ADDRESS["province"]}], "rates": rates}
    made = owner.post(ZONES, body)
    assert made.status == 201, made.text
    return made.json


def again(path: str, **fields: Any) -> Any:
    answer = staff().put(path, fields)
    assert answer.status == 200, answer.text
    return answer.json


def built_in_tax(**fields: Any) -> Any:
    """The rate of the shop, replaced."""
    (rate,) = staff().get(RATES).json["data"]
    return again(f"{RATES}/{rate['id']}", name="VAT", rate="0.13", country="CN", **fields)


def a_buyer() -> Buyer:
    buyer = a_guest()
    buyer.add(a_variant(price=10000))
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS).status == 200
    return buyer


def choose(buyer: Buyer, option: str) -> None:
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": option}).status == 200


def read(client: Client, path: str, language: str) -> Any:
    answer = client.get(path, **{"Accept-Language": language})
    assert answer.status == 200, answer.text
    return answer.json


def shown(page: Any) -> tuple[str, str, set[str]]:
    """(service, tax in the totals, taxes in the parts)"""
    taxes = {part["title"] for part in page["parts"] if part["kind"].startswith("tax")}
    return page["delivery_option"]["service_name"], page["totals"]["taxes"][0]["name"], taxes


def test_carts_and_orders_name_them_in_the_readers_language() -> None:
    zone(service_names=SERVICE)
    built_in_tax(names=TAX)
    buyer = a_buyer()
    for language, name in (("en-GB", "Express"), ("zh-TW", "加急配送"), ("fr", "加急")):
        (option,) = read(buyer.client, f"{buyer.cart}/delivery_options", language)["data"]
        assert (option["service"], option["service_name"]) == ("fast", name)
    choose(buyer, "fast")
    assert read(buyer.client, buyer.cart, "en")["delivery_option"]["service_name"] == "Express"
    assert read(buyer.client, buyer.cart, "en")["totals"]["taxes"][0]["name"] == "Value added tax"
    assert shown(read(buyer.client, f"{buyer.cart}/preview", "en")) == ("Express", "Value added tax", {"Value added tax"})
    order = buyer.place().json
    page = Client(app, {"x-order-token": order["token"]})
    assert shown(read(page, f"/v1/orders/{order['id']}", "en")) == ("Express", "Value added tax", {"Value added tax"})
    assert shown(read(page, f"/v1/orders/{order['id']}", "de")) == ("加急", "增值税", {"增值税"})
    assert read(staff(), f"/v1/admin/orders/{order['id']}", "en")["delivery_option"]["service"] == "fast"


def test_an_order_keeps_what_they_were_called_and_nobody_agrees_anew() -> None:
    made = zone(service_names=SERVICE)
    built_in_tax(names=TAX)
    buyer = a_buyer()
    choose(buyer, "fast")
    agreed = buyer.preview()["preview_hash"]
    rate = made["rates"][0]
    again(f"{ZONES}/{made['id']}", name="China", areas=made["areas"], rates=[rate | {"service_names": {"en": "Quick"}}])
    built_in_tax(names={"en": "V.A.T."})
    order = buyer.place(agreed).json
    again(f"{ZONES}/{made['id']}", name="China", areas=made["areas"], rates=[rate | {"service_names": {}}])
    built_in_tax(names={})
    page = Client(app, {"x-order-token": order["token"]})
    assert shown(read(page, f"/v1/orders/{order['id']}", "en")) == ("Quick", "V.A.T.", {"V.A.T."})


def test_who_knows_nothing_of_translations_loses_none_and_an_empty_map_takes_them_away() -> None:
    made = zone(service_names=SERVICE)
    bare = {name: value for name, value in made["rates"][0].items() if name != "service_names"}
    path, same = f"{ZONES}/{made['id']}", {"name": "China", "areas": made["areas"]}
    assert again(path, **same, rates=[bare | {"days": 9}])["rates"][0]["service_names"] == SERVICE
    assert again(path, **same, rates=[bare | {"service": "slow"}])["rates"][0]["service_names"] == {}
    assert again(path, **same, rates=[bare | {"service_names": {}}])["rates"][0]["service_names"] == {}
    assert built_in_tax(names=TAX)["names"] == TAX
    assert built_in_tax()["names"] == TAX
    assert built_in_tax(names={})["names"] == {}
    buyer = a_buyer()
    (option,) = read(buyer.client, f"{buyer.cart}/delivery_options", "en")["data"]
    assert (option["service"], option["service_name"]) == ("fast", "fast")


@pytest.mark.parametrize("names", [{"english": "x"}, {"en": ""}, {"en": " "}, {"en": "x" * 101}, {"en": 1}, ["x"], "x", {"en": "a\u0000b"}])
def test_bad_names_are_refused(names: Any) -> None:
    rate = {"carrier": "manual", "currency": "CNY", "service_names": names}
    assert staff().post(ZONES, {"name": "N", "areas": [{"country": "KE"}], "rates": [rate]}).status == 422
    assert staff().post(RATES, {"name": "VAT", "rate": "0.1", "country": "KE", "names": names}).status == 422


def test_what_was_stored_before_there_were_translations_is_read() -> None:
    rate = RateRule("fast", "zone_1", "manual", "fast", "CNY")
    old_zone = load(dict[str, Any], dump(ZoneRules(Zone("zone_1", "N", ()), (rate,))))
    del old_zone["rates"][0]["service_names"]
    assert parsed(ZoneRules, old_zone).rates[0].service_names is None
    old_tax = load(dict[str, Any], dump(TaxRate("tax_1", "VAT", "0.13", "CN")))
    del old_tax["names"]
    assert parsed(TaxRate, old_tax).names is None
    buyer = a_buyer()
    choose(buyer, "standard")
    order = buyer.place().json
    record = OrderRecord.get(order_pk(order["id"]), ORDER_SK)
    old = load(dict[str, Any], record.body)
    del old["tax_names"], old["delivery"]["service_names"]
    record.update([OrderRecord.body.set(dump(old))])
    assert isinstance(parsed(Order, old).parts[0], Part)
    page = Client(app, {"x-order-token": order["token"]})
    assert shown(read(page, f"/v1/orders/{order['id']}", "en"))[:2] == ("standard", "VAT")
