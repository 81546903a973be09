"""F01, F07: what a parcel would cost, why it is not taken, and the van; a courier without the one or the other is fine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from functions.shipping.app import app
from tests.integration.orders.buyer import ADDRESS
from tests.integration.shipping.test_registry import AIR, put
from tests.support.followed import follower
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PARIS = ADDRESS | {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001"}
PARCEL = {"address": ADDRESS, "weight_g": 1500, "length_mm": 300, "width_mm": 300, "height_mm": 300, "currency": "CNY"}
VAN = {"address": ADDRESS, "ready_from": "2030-01-01T08:00:00Z", "ready_until": "2030-01-01T12:00:00Z", "parcels": 3, "weight_g": 9000}


def asked(what: str, body: dict[str, Any], code: str = "yto") -> Answer:
    return Client(app, bearer("owner")).post(f"/v1/admin/carriers/{code}/{what}", body)


def test_own_prices_stand_beside_what_the_courier_says(tmp_path: Path) -> None:
    """F03, F07: volume weight and rounding are the service's."""
    with follower(tmp_path):
        put("yto", {"adapter": "follower", "company": "yuantong", "name": {"en": "YTO"}, "enabled": True, "services": [AIR]})
        offer = {"service": "air", "amount": 5000, "currency": "CNY", "days": 1, "billed_weight_g": 4500, "courier_amount": 1500}
        assert asked("quotes", PARCEL).json == {"offers": [offer], "refused": []}
        assert asked("pickups", VAN).json == {"reference": "VAN 3 yuantong"}
        refused = asked("pickups", VAN | {"ready_until": "2030-01-01T08:00:00Z"})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, "empty_range")
        put("yto", {"enabled": False})
        assert (asked("quotes", PARCEL).json["refused"][0]["code"], asked("pickups", VAN).code) == ("carrier_disabled", "carrier_disabled")


def test_a_courier_without_prices_and_without_a_van_is_fine() -> None:
    put("yto", {"adapter": "manual", "name": {"en": "YTO"}, "enabled": True, "services": [AIR]})
    assert asked("quotes", PARCEL).json["offers"][0]["courier_amount"] is None
    assert (asked("pickups", VAN).code, asked("quotes", PARCEL, "pigeon").status) == ("courier_unable", 404)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"weight_g": 0}, 422, "greater_than_equal"),
        ({"address": ADDRESS | {"street": "P.O. Box 12"}}, 200, "po_box_not_taken"),
        ({"address": ADDRESS | {"street": "路" * 90}}, 200, "address_too_long"),
        ({"weight_g": 30_001}, 200, "too_heavy"),
        (
            {"address": ADDRESS | {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001"}},
            200,
            "area_not_served",
        ),
        ({"address": ADDRESS | {"country": "ZZ"}}, 422, "unknown_country"),
        ({"currency": "credits"}, 422, "string_pattern_mismatch"),
    ],
)
def test_what_is_not_taken_says_why(change: dict[str, Any], status: int, code: str) -> None:
    """Bad input: zero weight, PO box, address too long, unsupported area."""
    put(
        "yto",
        {
            "adapter": "manual",
            "name": {"en": "YTO"},
            "enabled": True,
            "services": [AIR],
            "areas": [{"country": "CN"}],
            "longest_address": 60,
        },
    )
    answer = asked("quotes", PARCEL | change)
    told = answer.json["errors"] if status == 422 else answer.json["refused"]
    assert (answer.status, [one["code"] for one in told]) == (status, [code])
