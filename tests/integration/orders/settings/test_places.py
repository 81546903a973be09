"""X49, F-A18 to A21, over HTTP: one place for taxes and delivery zones, however it is written; taxes told by rate."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from functions.orders.store.number import number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.orders.store.rules_store import forget
from functions.shared.plain.bodies import dump
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, an_order, staff
from tests.support.events import events_in

ZONES, RATES = "/v1/admin/shipping_zones", "/v1/admin/tax_rates"
NEW_YORK: dict[str, Any] = {"country": "US", "province": "NY", "city": "New York", "district": "", "postal_code": ""}
GERMANY: dict[str, Any] = {"country": "DE", "province": "", "city": "Berlin", "district": "", "postal_code": "10115"}
FLAT = {"carrier": "manual", "currency": "CNY", "first_fee": 700}


def cart_at(*, price: int = 1000, currency: str = "USD", **address: str) -> Any:
    buyer = a_guest(currency=currency)
    buyer.add(a_variant(price=price, currency=currency))
    buyer.client.put(f"{buyer.cart}/address", ADDRESS | address)
    buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"})
    return buyer


def test_a_tax_and_a_fee_follow_the_place_and_not_its_spelling() -> None:
    """F-A18"""
    for name, rate, extra in (("State", "0.04", {}), ("City", "0.045", {"city": "New York"})):
        assert staff().post(RATES, {"name": name, "rate": rate, "country": "US", "province": "New York", **extra}).status == 201
    staff().put("/v1/admin/tax_settings", {"shipping_class": None})
    spellings = [("ny", "New York City"), ("ＮＹ", "Brooklyn"), ("New York State", "NYC"), ("US-NY", "纽约"), ("", "New York City")]
    for province, city in [*spellings, ("NY", "New York")]:
        totals = cart_at(**NEW_YORK | {"province": province, "city": city}).preview()["totals"]
        assert (totals["tax"]["amount"], [t["rate"] for t in totals["taxes"]]) == (85, ["0.045", "0.04"]), (province, city)
    assert cart_at(**NEW_YORK | {"city": "Albany"}).preview()["totals"]["tax"]["amount"] == 40
    assert (
        cart_at(**NEW_YORK | {"city": "", "province": ""} | {"city": "x", "postal_code": "10001"}).preview()["totals"]["tax"]["amount"]
        == 40
    )
    unknown = a_guest()
    refused = unknown.client.put(f"{unknown.cart}/address", ADDRESS | NEW_YORK | {"province": "Nwe York"})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [("/province", "unknown_subdivision")]


@pytest.mark.parametrize(
    ("province", "city"), [("浙江", "杭州"), ("", "杭州市"), ("Zhejiang", "Hangzhou"), ("330000", "330100"), ("浙江省", "杭州市")]
)
def test_a_zone_holds_its_city_however_it_is_written(province: str, city: str) -> None:
    """F-A18"""
    made = staff().post(ZONES, {"name": "Hangzhou", "areas": [{"country": "CN", "province": "浙江", "city": "杭州"}], "rates": [FLAT]})
    assert (made.status, made.json["areas"][0]["city_code"]) == (201, "330100")
    buyer = cart_at(currency="CNY", province=province, city=city)
    assert [option["fee"]["amount"] for option in buyer.client.get(f"{buyer.cart}/delivery_options").json["data"]] == [700]
    address = buyer.client.get(buyer.cart).json["address"]
    assert (address["province"], address["subdivision"], address["city_code"]) == (province, "CN-ZJ", "330100")


@pytest.mark.parametrize(
    ("province", "city"), [("台湾", "台北市"), ("香港特别行政区", "九龙"), ("Macau", "Taipa"), ("", "香港"), ("臺灣省", "高雄市")]
)
def test_beside_the_mainland_neither_its_fee_nor_its_tax_holds(province: str, city: str) -> None:
    """F-A18: the built-in zones and rates."""
    buyer = cart_at(currency="CNY", province=province, city=city, district="", postal_code="")
    preview = buyer.preview()
    assert (preview["totals"]["shipping"]["amount"], preview["totals"]["taxes"]) == (12_000, [])
    assert buyer.client.get(buyer.cart).json["address"]["country_code"] in {"TW", "HK", "MO"}


def test_postal_codes_decide_where_they_are_named() -> None:
    """X49"""
    areas = [{"country": "US", "postcodes": ["10000-10499", "112*"]}]
    assert staff().post(ZONES, {"name": "NYC", "areas": areas, "rates": [FLAT | {"currency": "USD"}]}).status == 201
    fees = [
        cart_at(**NEW_YORK | {"postal_code": code}).preview()["totals"]["shipping"]["amount"]
        for code in ("10001", "11201-0001", "12207", "")
    ]
    assert fees == [700, 700, 1800, 1800]
    refused = staff().post(ZONES, {"name": "x", "areas": [{"country": "US", "postcodes": ["10499-10000"]}], "rates": [FLAT]})
    assert [(e["pointer"], e["code"]) for e in refused.json["errors"]] == [("/areas/0/postcodes/0", "invalid_postcodes")]


def test_an_area_has_one_zone() -> None:
    """F-A18: however it is written; the zone that has it is named."""
    first = staff().post(ZONES, {"name": "First", "areas": [{"country": "CN", "province": "浙江省"}], "rates": [FLAT]}).json
    for area in ({"country": "CN", "province": "zhejiang"}, {"country": "CN", "province": "330000"}):
        taken = staff().post(ZONES, {"name": "Second", "areas": [area], "rates": [FLAT]})
        assert (taken.status, taken.code, taken.json["zone_id"]) == (409, "area_taken", first["id"])
    twice = {"name": "x", "areas": [{"country": "CN", "province": "江苏"}, {"country": "CN", "province": "江苏省"}], "rates": [FLAT]}
    assert staff().post(ZONES, twice).json["errors"][0]["code"] == "duplicate_area"
    own = {name: value for name, value in first.items() if name in ("name", "areas")} | {"rates": [FLAT | {"first_fee": 800}]}
    assert staff().put(f"{ZONES}/{first['id']}", own).json["areas"] == first["areas"]
    unknown = staff().post(ZONES, {"name": "x", "areas": [{"country": "US", "province": "Nowhere"}], "rates": [FLAT]})
    assert [(e["pointer"], e["code"]) for e in unknown.json["errors"]] == [("/areas/0/province", "unknown_subdivision")]


def test_a_code_narrows_a_rule_or_is_refused() -> None:
    """A rate for California held for Buffalo, because its code was left out of account."""
    made = staff().post(RATES, {"name": "CA", "rate": "0.0725", "country": "US", "subdivision": "US-CA"})
    assert (made.status, made.json["province"], made.json["subdivision"]) == (201, "California", "US-CA")
    staff().put("/v1/admin/tax_settings", {"shipping_class": None})
    buffalo = NEW_YORK | {"city": "Buffalo"}
    taxed = [cart_at(**where).preview()["totals"]["tax"]["amount"] for where in (buffalo, buffalo | {"province": "CA"})]
    assert taxed == [0, 73]
    as_read = {name: value for name, value in made.json.items() if name not in ("id", "version")}
    assert staff().put(f"{RATES}/{made.json['id']}", as_read).json["subdivision"] == "US-CA"
    city = staff().post(RATES, {"name": "City", "rate": "0.01", "country": "CN", "city_code": "330100"}).json
    assert (city["province"], city["city"], city["city_code"]) == ("浙江省", "杭州市", "330100")
    for codes, pointer, code in (
        ({"subdivision": "CA-ON"}, "/subdivision", "unknown_code"),
        ({"country_code": "DE"}, "/country_code", "contradicting_code"),
        ({"province": "NY", "subdivision": "US-CA"}, "/subdivision", "contradicting_code"),
        ({"city_code": "330100"}, "/city_code", "unknown_code"),
    ):
        rate = staff().post(RATES, {"name": "x", "rate": "0.1", "country": "US", **codes})
        zone = staff().post(ZONES, {"name": "x", "areas": [{"country": "US", **codes}], "rates": [FLAT]})
        buyer = a_guest()
        to = buyer.client.put(f"{buyer.cart}/address", ADDRESS | NEW_YORK | codes)
        told = [[(e["pointer"], e["code"]) for e in answer.json["errors"]] for answer in (rate, zone, to)]
        assert told == [[(pointer, code)], [("/areas/0" + pointer, code)], [(pointer, code)]]
    of_zhejiang = {"name": "x", "areas": [{"country": "CN", "subdivision": "CN-ZJ"}], "rates": [FLAT]}
    assert staff().post(ZONES, of_zhejiang).json["areas"][0]["province"] == "浙江省"


def test_a_rule_for_a_part_of_a_country_is_none_for_all_of_it() -> None:
    rate = staff().post(RATES, {"name": "x", "rate": "0.1", "country": "Scotland"})
    zone = staff().post(ZONES, {"name": "x", "areas": [{"country": "England"}], "rates": [FLAT]})
    assert [answer.json["errors"][0]["pointer"] for answer in (rate, zone)] == ["/country", "/areas/0/country"]


def test_an_address_of_codes_alone_is_one() -> None:
    """Its names are filled in, so that a label can be printed."""
    buyer = a_guest()
    codes = {"subdivision": "CN-ZJ", "city_code": "330100", "district_code": "330106"}
    sent = {name: value for name, value in ADDRESS.items() if name not in ("province", "city", "district", "postal_code")} | codes
    buyer.client.put(f"{buyer.cart}/address", sent)
    shown = buyer.client.get(buyer.cart).json["address"]
    assert (shown["province"], shown["city"], shown["district"]) == ("浙江省", "杭州市", "西湖区")
    assert {name: shown[name] for name in codes} == codes
    assert buyer.client.put(f"{buyer.cart}/address", shown).status == 200
    nowhere = {"country": "US", "province": "", "subdivision": "US-CA", "city": "Nowhereville", "district": "", "postal_code": ""}
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | nowhere).json["address"]["province"] == "California"


def test_settings_of_before_are_read_and_meet_the_same_places() -> None:
    """X49: free text, without codes or postal codes, as the version before kept it."""
    body = (
        '{"zones":[{"id":"z1","name":"Old","areas":[{"country":"CN","province":"浙江","city":"杭州","district":""}]},'
        '{"id":"z2","name":"Typo","areas":[{"country":"CN","province":"浙工省","city":"","district":""}]}],'
        '"rates":[{"id":"standard","zone_id":"z1","carrier":"manual","service":"standard","currency":"CNY","first_fee":300}]}'
    )
    OrdersTable(pk="CONFIG", sk="SHIPPING", kind="config", body=body).save()
    rate = '{"id":"t1","name":"VAT","rate":"0.13","country":"CN","province":"浙江","city":"","tax_class":null}'
    tax = f'{{"rates":[{rate}],"settings":{{}},"classes":{{}}}}'
    OrdersTable(pk="CONFIG", sk="TAX", kind="config", body=tax).save()
    forget()
    shown = staff().get(ZONES).json["data"]
    assert [zone["areas"][0]["subdivision"] for zone in shown] == ["CN-ZJ", None]
    assert staff().get(RATES).json["data"][0]["subdivision"] == "CN-ZJ"
    totals = cart_at(currency="CNY", price=1130).preview()["totals"]
    assert (totals["shipping"]["amount"], totals["tax_included"]["amount"]) == (300, 130 + 35)


def money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def test_delivery_bears_the_tax_of_the_goods_and_all_taxes_are_told() -> None:
    """F-A19, F-A20, F-A21: a book's 7 % on a fee of 16.00, its class by the category; on cart, preview, order and event alike."""
    for rate, tax_class in (("0.19", None), ("0.07", "books")):
        assert staff().post(RATES, {"name": "VAT", "rate": rate, "country": "DE", "tax_class": tax_class}).status == 201
    settings = {"included_in": ["CN"], "classes": {"cat_mugs": "books"}}
    assert staff().put("/v1/admin/tax_settings", settings).status == 200
    buyer = cart_at(price=10_000, currency="EUR", **GERMANY)
    preview = buyer.preview()
    assert [(p["amount"]["amount"], p["line_id"] is None) for p in preview["parts"] if p["kind"] == "tax"] == [(700, False), (112, True)]
    by_rate = [{"name": "VAT", "rate": "0.07", "base": money(11_600), "amount": money(812), "included": False}]
    assert (preview["totals"]["taxes"], preview["totals"]["tax_included"]) == (by_rate, money(0))
    assert buyer.client.get(buyer.cart).json["totals"] == preview["totals"]
    staff().put("/v1/admin/tax_settings", settings | {"shipping_tax": {"DE": "fixed_class"}})
    assert buyer.preview()["totals"]["tax"]["amount"] == 700 + 304
    staff().put("/v1/admin/tax_settings", settings | {"included_in": ["DE"]})
    preview = buyer.preview()
    assert (preview["totals"]["tax"], preview["totals"]["tax_included"]) == (money(0), money(654 + 105))
    order = buyer.place(preview["preview_hash"]).json
    assert order["totals"] == preview["totals"] | {"refunded": money(0)}
    (placed,) = events_in(OrdersTable, "order.placed")
    told = placed.data["order"]
    assert (told["tax_included"], [(t["rate"], t["base"] + t["amount"]) for t in told["taxes"]]) == (759, [("0.07", 11_600)])


def test_an_order_is_found_by_telephone_number_in_any_spelling() -> None:
    """F-B12: kept as E.164; one that was filed before is found too."""
    order, _ = an_order(a_variant())
    record = OrderRecord.get(order_pk(order["id"]), "ORDER")
    kept = order_of(record)
    for typed in ("13800000000", "+86 138 0000 0000", "138-0000-0000", "８６１３８００００００００"):
        assert [o["id"] for o in staff().get(f"/v1/admin/orders?phone={typed.replace('+', '%2B')}").json["data"]] == [order["id"]], typed
    for typed in ("13900000000", "15500000000"):
        assert staff().get(f"/v1/admin/orders?phone={typed}").json["data"] == []
    filed = number_record(kept)
    OrdersTable.get(filed.pk, filed.sk).update(actions=[OrdersTable.gsi2pk.set("PHONE#" + _filed_before("13800000000"))])
    record.update(actions=[OrderRecord.body.set(dump(kept).replace("+8613800000000", "138 0000 0000"))])
    assert [o["id"] for o in staff().get("/v1/admin/orders?phone=%2B8613800000000").json["data"]] == [order["id"]]


def _filed_before(phone: str) -> str:
    return hashlib.sha256(phone[-9:].encode()).hexdigest()[:32]
