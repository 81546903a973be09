"""F-A30: zones and tax rates are items of their own, so that no number of them makes an item too large."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

from functions.orders.model.default_rules import built_in
from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.shop_rules import ShippingRules, TaxRules
from functions.orders.model.tax import TaxRate
from functions.orders.store import rules_store
from functions.orders.store.records import OrdersTable, RulesRecord
from functions.orders.store.rules_store import change_section, forget, read_section
from functions.shared.places import WrittenArea
from functions.shared.plain.bodies import dump
from functions.shared.plain.errors import VersionConflict
from tests.integration.orders.buyer import a_guest, a_variant, counted, staff
from tests.support.races import in_between

ZONES, RATES = "/v1/admin/shipping_zones", "/v1/admin/tax_rates"
LARGEST_ITEM = 400_000


def a_zone(number: int, areas: int, **rate: int) -> dict[str, Any]:
    places = [{"country": "KE", "province": f"省{number}", "city": "市" * 10, "district": f"{n}" + "区" * 30} for n in range(areas)]
    return {"name": f"Zone {number}", "areas": places, "rates": [{"carrier": "manual", "currency": "CNY"} | rate]}


def items(prefix: str) -> list[RulesRecord]:
    return list(RulesRecord.query("CONFIG", RulesRecord.sk.startswith(prefix)))


def largest() -> int:
    return max(len((record.body or "").encode()) for record in items("SHIPPING"))


def kept_as_before(rules: ShippingRules | TaxRules, sk: str, version: int = 4) -> None:
    """The section in one item, as it was written before there were parts."""
    OrdersTable(pk="CONFIG", sk=sk, kind="config", body=dump(rules), version=version).save()
    forget()


def test_seven_zones_of_500_districts_are_kept_and_felt_at_checkout() -> None:
    """F-A30: the seventh was refused."""
    owner = staff()
    for number in range(7):
        made = owner.post(ZONES, a_zone(number, 500, first_fee=100 + number))
        assert (made.status, made.headers["etag"]) == (201, f'"{number + 1}"'), made.text[:500]
    zones = owner.get(ZONES).json["data"]
    assert [zone["name"] for zone in zones][2:] == [f"Zone {n}" for n in range(7)]
    assert (len(zones[8]["areas"]), {zone["version"] for zone in zones}) == (500, {7})
    assert sum(len((record.body or "").encode()) for record in items("SHIPPING")) > LARGEST_ITEM > largest()
    forget()
    buyer = a_guest()
    buyer.add(a_variant())
    address = {"name": "A", "phone": "+254712345678", "country": "KE", "province": "省6", "city": "市" * 10, "street": "1"}
    assert buyer.client.put(f"{buyer.cart}/address", address | {"district": "499" + "区" * 30, "postal_code": "00100"}).status == 200
    offered = buyer.client.get(f"{buyer.cart}/delivery_options").json["data"]
    assert [option["fee"]["amount"] for option in offered] == [106]


def test_a_process_reads_all_rules_in_one_query() -> None:
    """F-A30: as many requests as when they were three items."""
    buyer = a_guest()
    buyer.add(a_variant())
    buyer.ready()
    forget()
    with counted() as calls:
        buyer.client.get(f"{buyer.cart}/preview")
    assert calls == {"GetItem": 1, "BatchGetItem": 1, "Query": 1}


@pytest.mark.parametrize("zones", [1, 60, 61, 200])
def test_what_was_one_item_is_read_and_moves_out_with_the_next_changes(zones: int) -> None:
    """F-A30: no change writes more than a transaction takes, and nothing is lost on the way."""
    old = ShippingRules(
        tuple(Zone(f"zone_{n}", f"Zone {n}", (WrittenArea("KE", f"省{n}"),)) for n in range(zones)),
        tuple(RateRule("standard", f"zone_{n}", "manual", "standard", "CNY", first_fee=n) for n in range(zones)),
        carriers_off=("sf",),
    )
    kept_as_before(old, "SHIPPING")
    assert read_section(ShippingRules) == (old, 4)
    owner, version = staff(), 4
    while len(items("SHIPPING#")) < zones:
        name = f"Zone after {version}"
        zone = {"name": name, "areas": [{"country": "KE", "province": "省0"}], "rates": [{"carrier": "manual", "currency": "CNY"}]}
        assert owner.put(f"{ZONES}/zone_0", zone, if_match=f'"{version}"').json["version"] == version + 1
        version += 1
        rules, now = read_section(ShippingRules)
        assert (now, len(rules.zones), rules.zones[0].name, rules.rates[1:]) == (version, zones, name, old.rates[1:])
        assert rules.carriers_off == ("sf",)
    head = next(record for record in items("SHIPPING") if record.sk == "SHIPPING")
    assert json.loads(head.body or "")["zones"] == []
    assert owner.put(f"{ZONES}/zone_0", zone, if_match='"4"').code == "version_conflict"


def test_a_zone_and_a_rate_that_are_removed_are_gone_wherever_they_lay() -> None:
    """F-A30: in the old item, or moved out already."""
    owner = staff()
    kept_as_before(built_in("CNY", "manual").tax, "TAX")
    assert owner.delete(f"{RATES}/tax_cn_vat").status == 204
    made = owner.post(RATES, {"name": "VAT", "rate": "0.19", "country": "DE"}).json
    assert [record.sk for record in items("TAX#")] == [f"TAX#{made['id']}"]
    assert owner.delete(f"{RATES}/{made['id']}").status == 204
    (emptied,) = items("TAX#")
    assert owner.get(RATES).json["data"] == []
    assert not emptied.body
    assert emptied.ttl, "the table's TTL takes it away"
    assert owner.delete(f"{RATES}/{made['id']}").status == 404


def test_two_thousand_rates_are_kept() -> None:
    """F-A30: as many as a shop may have, with the longest names and codes."""
    codes = tuple(f"{n:05}" for n in range(40))
    rates = tuple(TaxRate(f"tax_{n:04}", "税" * 30, "0.07", "US", "NY", f"City {n}", None, codes) for n in range(60))
    kept_as_before(TaxRules(rates), "TAX")
    for step in range(3):
        more = tuple(TaxRate(f"tax_{step}_{n:04}", "税" * 500, "0.07", "US", "NY", f"City {n}", None, codes) for n in range(30))

        def edit(before: TaxRules, more: tuple[TaxRate, ...] = more) -> TaxRules:
            return TaxRules((*before.rates, *more), before.settings, before.classes)

        change_section(TaxRules, edit, if_match=None, remember=lambda _after, _version: [])
    found, version = read_section(TaxRules)
    assert (len(found.rates), version, found.rates[:60]) == (150, 7, rates)
    assert all(len((record.body or "").encode()) < LARGEST_ITEM for record in items("TAX"))


def test_rules_read_while_they_are_written_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A30: the head names a zone that another process has just taken away; nobody prices with half of the rules."""
    owner = staff()
    made = owner.post(ZONES, a_zone(1, 2)).json
    part = RulesRecord.get("CONFIG", f"SHIPPING#{made['id']}")
    part.delete()
    forget()
    in_between(monkeypatch, rules_store, "_items", part.save)
    rules = rules_store.shop_rules().shipping
    assert rules.zones[-1].id == made["id"]


def test_of_two_changes_at_once_the_second_decides_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A30: all parts hang on the version of the head."""
    owner = staff()
    first = owner.post(ZONES, a_zone(1, 2)).json
    second = owner.post(ZONES, a_zone(2, 3)).json
    changed = a_zone(1, 2) | {"name": "Changed"}

    def rival() -> None:
        assert owner.delete(f"{ZONES}/{second['id']}").status == 204

    in_between(monkeypatch, rules_store, "_items", rival)
    assert owner.put(f"{ZONES}/{first['id']}", changed).json["version"] == 4
    assert [zone["name"] for zone in owner.get(ZONES).json["data"]][2:] == ["Changed"]
    with pytest.raises(VersionConflict):
        change_section(ShippingRules, lambda rules: rules, if_match=3, remember=lambda _after, _version: [])


def test_every_part_alone_fits_an_item() -> None:
    """F-A30: what one call can carry is smaller than an item, whatever it is made of."""
    owner = staff()
    size = 0
    for letters, codes in product((1, 90), (0, 100)):
        postcodes = [f"{n:05}" for n in range(codes)]
        areas = [{"country": "KE", "province": f"{n}" + "省" * letters, "postcodes": postcodes} for n in range(300)]
        body = json.dumps({"name": "Z", "areas": areas, "rates": []}, ensure_ascii=False).encode()
        made = owner.call("POST", ZONES, body)
        assert made.status in (201, 413), made.text[:300]
        size = max(size, largest())
    assert 100_000 < size < LARGEST_ITEM
