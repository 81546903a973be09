"""Zones, rates, calendar and carriers: set by staff, felt at checkout."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import app
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shipping.app import app as shipping
from tests.integration.orders.buyer import ADDRESS, NOON, a_guest, a_variant, counted, staff
from tests.support.http import Client
from tests.support.identity import bearer

ZONES = "/v1/admin/shipping_zones"
RATE = {"carrier": "manual", "service": "express", "currency": "CNY", "basis": "weight", "first": 1000, "first_fee": 1200}
HANGZHOU = {
    "name": "Hangzhou",
    "areas": [{"country": "CN", "province": "浙江省", "city": "杭州市"}],
    "rates": [
        RATE | {"step": 500, "step_fee": 300, "free_over": 20_000, "days": 1},
        {"carrier": "sandbox", "currency": "CNY", "first_fee": 500, "days": 4},
    ],
}


def options(buyer: Any) -> list[tuple[str, int, str]]:
    found = buyer.client.get(f"{buyer.cart}/delivery_options").json["data"]
    return [(option["id"], option["fee"]["amount"], option["promised_date"]) for option in found]


def addressed(*variants: str, quantity: int = 1, **change: str) -> Any:
    buyer = a_guest()
    for variant in variants:
        buyer.add(variant, quantity)
    assert buyer.client.put(f"{buyer.cart}/address", ADDRESS | change).status == 200
    return buyer


def test_a_new_zone_is_offered_where_it_lies_and_the_built_in_ones_stay() -> None:
    """F05, F06"""
    owner = staff()
    assert [zone["id"] for zone in owner.get(ZONES).json["data"]] == ["zone_mainland", "zone_world"]
    made = owner.post(ZONES, HANGZHOU, Idempotency_Key="k")
    assert (made.status, made.headers["etag"], made.json["rates"][1]["id"]) == (201, '"1"', "standard")
    assert owner.post(ZONES, HANGZHOU, Idempotency_Key="k").text == made.text
    assert owner.get(f"{ZONES}/{made.json['id']}").json == made.json
    assert [zone["name"] for zone in owner.get(ZONES).json["data"]][2:] == ["Hangzhou"]
    with clock.frozen(NOON):
        assert options(addressed(a_variant(price=1000, weight_g=700), quantity=2)) == [
            ("standard", 500, "2025-03-14"), ("express", 1500, "2025-03-11"),
        ]  # fmt: skip
        assert options(addressed(a_variant(price=1000), city="宁波市")) == [("standard", 1000, "2025-03-13")]
        assert [fee for _, fee, _ in options(addressed(a_variant(price=20_000)))] == [0, 500]


def test_an_address_nobody_serves_is_refused_at_once_and_not_kept() -> None:
    """F05, D03"""
    owner, buyer = staff(), addressed(a_variant())
    assert owner.delete(f"{ZONES}/zone_world").status == 204
    abroad = buyer.client.put(f"{buyer.cart}/address", ADDRESS | {"country": "FR", "province": "", "city": "Paris", "postal_code": "75001"})
    assert (abroad.status, abroad.code) == (422, "address_not_covered")
    assert buyer.client.get(buyer.cart).json["address"]["country"] == "CN"
    assert owner.delete(f"{ZONES}/zone_mainland").status == 204
    assert buyer.client.get(f"{buyer.cart}/delivery_options").code == "address_not_covered"


def test_an_option_that_is_no_longer_offered_is_to_be_chosen_again() -> None:
    """D03, F06"""
    owner = staff()
    zone = owner.post(ZONES, HANGZHOU).json
    buyer = addressed(a_variant())
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "express"}).json["missing"] == []
    body = {"name": zone["name"], "areas": zone["areas"], "rates": zone["rates"][1:]}
    assert owner.put(f"{ZONES}/{zone['id']}", body, if_match='"1"').status == 200
    assert (buyer.client.get(buyer.cart).json["missing"], buyer.place().status) == (["delivery_option"], 422)
    assert owner.put(f"{ZONES}/{zone['id']}", body, if_match='"1"').json["current_version"] == 2


def test_the_calendar_moves_the_promise() -> None:
    """F06"""
    given = {"cut_off_hour": 11, "working_days": [0, 1, 2, 3, 4], "holidays": ["2025-03-12"], "handling_days": 0, "timezone": ""}
    assert staff().put("/v1/admin/shipping_calendar", given).json == given | {"version": 1}
    assert staff().get("/v1/admin/shipping_calendar").json == given | {"version": 1}
    with clock.frozen(NOON):  # Monday 12:00: leaves on Tuesday; Thursday, Friday, Monday
        assert options(addressed(a_variant()))[0][2] == "2025-03-17"


def test_a_carrier_that_is_off_is_not_offered() -> None:
    """F01, F06: at once, also in a process that has just priced a cart and keeps the shop's rules for a minute."""
    owner, buyer = Client(shipping, bearer("owner")), addressed(a_variant())
    assert len(options(buyer)) == 1
    switched = owner.put("/v1/admin/carriers/sandbox", {"enabled": False})
    assert (switched.status, switched.json["code"], switched.json["enabled"]) == (200, "sandbox", False)
    assert buyer.client.get(f"{buyer.cart}/delivery_options").code == "address_not_covered"
    owner.put("/v1/admin/carriers/sandbox", {"enabled": True})
    assert len(options(buyer)) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"areas": []}, "/areas", "too_short"),
        ({"areas": [{"country": "XX"}]}, "/areas/0/country", "unknown_country"),
        ({"rates": [RATE | {"carrier": "pigeon"}]}, "/carrier", "unknown_carrier"),
        ({"rates": [RATE, RATE]}, "/rates/1/id", "duplicate_rate"),
        ({"rates": [RATE | {"minimum": 2, "maximum": 1}]}, "/rates/0/maximum", "empty_range"),
        ({"rates": [RATE | {"step_fee": 1}]}, "/rates/0/step", "step_missing"),
        ({"rates": [RATE | {"first_fee": -1}]}, "/rates/0/first_fee", "greater_than_equal"),
        ({"rates": [RATE | {"first_fee": 1.5}]}, "/rates/0/first_fee", "int_type"),
        ({"surprise": 1}, "/surprise", "extra_forbidden"),
    ],
)
def test_zones_that_cannot_be_right_are_refused(change: dict[str, Any], pointer: str, code: str | None) -> None:
    refused = staff().post(ZONES, HANGZHOU | change)
    assert refused.status == 422
    if code:
        assert (pointer, code) in [(e["pointer"], e["code"]) for e in refused.json["errors"]]
    assert list(OrdersTable.scan(OrdersTable.kind == "config")) == []


def test_only_those_who_may_change_settings_do() -> None:
    """H07"""
    assert [staff(role).get(ZONES).status for role in ("owner", "manager", "support")] == [200, 200, 403]
    assert [staff(role).post(ZONES, HANGZHOU).status for role in ("manager", "support")] == [403, 403]
    assert Client(app).get(ZONES).status == 401
    assert staff().get(f"{ZONES}/zone_x").status == staff().delete(f"{ZONES}/zone_x").status == 404


def test_rules_cost_one_request_a_minute() -> None:
    buyer = addressed(a_variant())
    with counted() as calls:
        buyer.preview()
        buyer.preview()
    assert calls == {"GetItem": 2, "BatchGetItem": 2}
