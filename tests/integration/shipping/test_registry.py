"""F01: carriers as staff set them, and what cannot be right."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import boto3
import pytest

from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.rules_store import change_section
from functions.shared.outside import provider_keys
from functions.shared.plain import settings
from functions.shared.plain.postal_address import Address
from functions.shared.store.records import find
from functions.shipping import Measures, carrier, quote
from functions.shipping.app import app
from functions.shipping.store.records import CARRIERS_PK, SWITCHES_SK, SwitchesRecord
from functions.shipping.store.switches import switches_of
from tests.integration.orders.buyer import ADDRESS, Buyer, a_guest, a_variant
from tests.support.http import Answer, Client
from tests.support.identity import bearer

HANGZHOU = Address("王小明", "+8613800000000", "CN", "浙江省", "杭州市", "西湖区", "文三路 1 号", "310000")
AIR = {
    "code": "air", "names": {"zh": "空运", "en": "Air"}, "max_weight_g": 30_000, "volume_divisor": 6000, "step_g": 500, "po_boxes": False,
    "needs_weight": True, "days": 1, "prices": [{"currency": "CNY", "first_fee": 1800, "first_g": 1000, "step_g": 1000, "step_fee": 800}],
}  # fmt: skip
YTO = {
    "adapter": "manual", "tracker": "sandbox", "company": "yuantong", "name": {"zh": "圆通速递", "en": "YTO"}, "enabled": True,
    "services": [AIR], "areas": [{"country": "CN"}], "excluded": [{"country": "CN", "province": "西藏自治区"}], "longest_address": 60,
}  # fmt: skip


def put(code: str, body: dict[str, Any], role: str = "owner", **headers: str) -> Answer:
    return Client(app, bearer(role)).put(f"/v1/admin/carriers/{code}", body, **headers)


def get(code: str) -> Answer:
    return Client(app, bearer("warehouse")).get(f"/v1/admin/carriers/{code}")


def offered(buyer: Buyer) -> int:
    return len(buyer.client.get(f"{buyer.cart}/delivery_options").json.get("data", []))


def test_a_carrier_that_staff_add_is_read_as_it_was_set() -> None:
    """F01: code, services, areas, credentials and state."""
    made = put("yto", YTO, Idempotency_Key="k")
    assert (made.status, made.headers["etag"], made.json["version"]) == (200, '"1"', 1)
    assert put("yto", YTO, Idempotency_Key="k").text == made.text
    read = get("yto")
    assert read.json == made.json
    assert (read.json["company"], read.json["creates_waybills"], read.json["sends_traces"]) == ("yuantong", False, True)
    assert read.json["services"][0] | {"prices": []} == AIR | {"prices": []}
    assert [area["province"] for area in read.json["excluded"]] == ["西藏自治区"]
    listed = Client(app, bearer("warehouse")).get("/v1/admin/carriers").json["data"]
    assert [one["code"] for one in listed if one["enabled"]] == ["manual", "sandbox", "yto"]


def test_what_is_not_sent_stays_and_a_stale_version_is_refused() -> None:
    """F01"""
    put("yto", YTO)
    off = put("yto", {"enabled": False}, if_match='"1"')
    assert (off.status, off.headers["etag"], off.json) == (200, '"2"', get("yto").json)
    assert (get("yto").json["enabled"], get("yto").json["services"][0]["code"]) == (False, "air")
    stale = put("yto", {"enabled": True}, if_match='"1"')
    assert (stale.status, stale.code, stale.json["current_version"]) == (409, "version_conflict", 2)
    assert put("yto", {"longest_address": None}).json["longest_address"] is None


def test_two_who_set_two_carriers_at_once_both_count() -> None:
    """F01: one small item holds all switches."""
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda code: put(code, {"enabled": False}).status, ("manual", "sandbox")))
    assert statuses == [200, 200]
    assert [carrier(code).enabled for code in ("manual", "sandbox")] == [False, False]
    assert switches_of(find(SwitchesRecord, CARRIERS_PK, SWITCHES_SK)) == {"manual": False, "sandbox": False}


def test_credentials_are_a_name_and_never_what_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """F01: credentials by reference, readable whether they are set."""
    boto3.client("secretsmanager").create_secret(Name="keys", SecretString=json.dumps({"north": {"secret": "do-not-tell"}}))
    monkeypatch.setenv("SECRET_COURIERS", "keys")
    settings.settings.cache_clear()
    provider_keys.forget()
    try:
        named = put("sandbox", {"credentials": "north"})
        assert (named.json["credentials"], named.json["credentials_set"]) == ("north", True)
        assert "do-not-tell" not in named.text
        assert put("sandbox", {"credentials": "south"}).json["credentials_set"] is False
        assert (get("manual").json["credentials"], get("manual").json["credentials_set"]) == ("", False)
        assert put("sandbox", {"credentials": '{"secret": "x"}'}).status == 422
    finally:
        boto3.client("secretsmanager").delete_secret(SecretId="keys", ForceDeleteWithoutRecovery=True)
        monkeypatch.undo()
        settings.settings.cache_clear()
        provider_keys.forget()


def test_a_carrier_that_was_switched_off_before_there_was_a_registry_stays_off_until_it_is_touched() -> None:
    """F01: the old row is read, and moves on touch."""
    buyer = a_guest()
    buyer.add(a_variant())
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS).status == 200
    change_section(ShippingRules, lambda rules: replace(rules, carriers_off=("sandbox",)), if_match=None, remember=lambda *_: [])
    assert get("sandbox").json["enabled"] is False
    assert offered(buyer) == 0
    assert put("sandbox", {"longest_address": 100}).json["enabled"] is False
    assert offered(buyer) == 0
    assert put("sandbox", {"enabled": True}).json["enabled"] is True
    assert offered(buyer) == 1


def test_who_is_off_is_quoted_no_more() -> None:
    """F01"""
    put("yto", YTO)
    found = quote(HANGZHOU, Measures(1500, 300, 300, 300), "CNY")
    best = found.offers[0]
    assert (best.carrier, best.amount, best.billed_weight_g) == ("yto", 1800 + 4 * 800, 4500)
    put("yto", {"enabled": False})
    found = quote(HANGZHOU, Measures(1500), "CNY")
    assert ("yto", "carrier_disabled") in [(one.carrier, one.code) for one in found.refused]
    assert "yto" not in [one.carrier for one in found.offers]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"adapter": "pigeon"}, "/adapter", "unknown_courier"),
        ({"tracker": "manual"}, "/tracker", "unknown_courier"),
        ({"areas": [{"country": "ZZ"}]}, "/areas/0/country", "unknown_country"),
        ({"areas": [{"country": "CN", "province": "Atlantis"}]}, "/areas/0/province", "unknown_subdivision"),
        ({"areas": [{"country": "DE"}], "excluded": [{"country": "Germany"}]}, "/excluded/0", "area_contradicts"),
        ({"services": [AIR, AIR]}, "/services/1/code", "duplicate_service"),
        ({"services": [AIR | {"max_weight_g": 0}]}, "/services/0/max_weight_g", "greater_than_equal"),
        ({"services": [AIR | {"volume_divisor": -1}]}, "/services/0/volume_divisor", "greater_than_equal"),
        ({"services": [AIR | {"prices": [{"currency": "CNY", "first_fee": 1}] * 2}]}, "/services/0/prices/1", "duplicate_price"),
        (
            {"services": [AIR | {"prices": [{"currency": "CNY", "first_fee": 1, "step_fee": 1}]}]},
            "/services/0/prices/0/step_g",
            "step_missing",
        ),
        ({"longest_address": 5}, "/longest_address", "greater_than_equal"),
        ({"enabled": "yes"}, "/enabled", "bool_type"),
        ({"secret": "x"}, "/secret", "extra_forbidden"),
    ],
)
def test_what_cannot_be_right_is_refused_where_it_is_wrong(body: dict[str, Any], pointer: str, code: str) -> None:
    """F01"""
    refused = put("yto", YTO | body)
    assert (refused.status, [(one["pointer"], one["code"]) for one in refused.json["errors"]]) == (422, [(pointer, code)])
    assert get("yto").json["version"] == 0


def test_a_carrier_that_nobody_has_is_refused() -> None:
    assert (put("pigeon", {"enabled": True}).code, put("BAD CODE", YTO).code) == ("unknown_carrier", "unknown_carrier")
    assert (put("yto", YTO, role="warehouse").status, get("pigeon").status) == (403, 404)
