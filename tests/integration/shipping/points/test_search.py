"""X45: a buyer looks for pick-up points near a place, at the provider's simulator."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from functions.shared.outside.outbound import HttpAnswer
from functions.shipping.app import app
from functions.shipping.points import find_points
from functions.shipping.points.discovery import GROUP, provider_codes
from functions.shipping.points.inpost import points
from infra.compose import ROOT
from infra.plugins import entry_points_files
from tests.support.http import Answer, Client
from tests.support.simulated_couriers import Couriers


def search(query: str) -> Answer:
    return Client(app).get(f"/v1/pickup_points?{query}")


def found(query: str) -> list[str]:
    answer = search(query)
    assert answer.status == 200, answer.text
    return [one["id"] for one in answer.json["data"]]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("country=PL&postal_code=00-001", ["WAW01A", "WAW02M", "POP-WAW03"]),
        ("country=PL&postal_code=00001", ["WAW01A", "WAW02M", "POP-WAW03"]),
        ("country=Poland&postal_code=00-001&limit=1", ["WAW01A"]),
        ("country=PL&lat=52.2324&lon=21.0153", ["POP-WAW03", "WAW02M", "WAW01A"]),
        (f"country=PL&city={quote('kraków')}", ["KRA010"]),
        ("country=PL&provider=inpost&city=Warszawa", ["WAW01A", "WAW02M", "POP-WAW03"]),
        ("country=PL&postal_code=99-999", []),
        ("country=PL&lat=0&lon=0", []),
        ("country=CN&postal_code=310000", []),
    ],
)
def test_points_are_found_near_a_postal_code_a_city_or_a_place(couriers: Couriers, query: str, ids: list[str]) -> None:
    """X45: nearest first, closed ones never; nowhere is an empty list."""
    assert found(query) == ids


def test_a_point_says_where_it_is_when_it_is_open_and_what_it_takes(couriers: Couriers) -> None:
    """X45"""
    answer = search("country=PL&postal_code=00-001&limit=1")
    assert answer.headers["cache-control"] == "public, max-age=60"
    (point,) = answer.json["data"]
    said: dict[str, Any] = {
        "provider": "inpost", "id": "WAW01A", "kind": "locker", "name": "Paczkomat WAW01A", "country": "PL", "province": "mazowieckie",
        "city": "Warszawa", "district": "", "street": "Emilii Plater 53", "postal_code": "00-001", "opening_hours": "24/7",
        "hint": "przy wejściu", "latitude": 52.2328, "longitude": 21.0016, "takes_cash": True, "max_weight_g": 25_000,
        "max_sides_mm": [640, 410, 380], "distance_m": 0,
    }  # fmt: skip
    assert point == said


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("country=PL", "/postal_code", "place_missing"),
        ("country=PL&postal_code=%20", "/postal_code", "place_missing"),
        ("country=PL&lat=52", "/lon", "place_missing"),
        ("country=PL&lat=91&lon=0", "/lat", None),
        ("country=PL&lat=nan&lon=0", "/lat", None),
        ("country=XX&postal_code=1", "/country", "unknown_country"),
        ("postal_code=00-001", "/country", None),
        ("country=PL&postal_code=00-001&limit=0", "/limit", None),
        ("country=PL&postal_code=00-001&limit=51", "/limit", None),
        ("country=PL&postal_code=00-001&provider=nobody", "/provider", "unknown_provider"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_where_it_is_wrong(couriers: Couriers, query: str, pointer: str, code: str | None) -> None:
    answer = search(query)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer), answer.text
    assert code in (None, answer.json["errors"][0]["code"])


def test_a_provider_that_is_down_is_a_503_that_says_when_to_ask_again(couriers: Couriers) -> None:
    """X45: what was asked a moment ago is still known; the shop never answers 500."""
    known = found("country=PL&postal_code=00-001")
    couriers.point("next", down=True)
    assert found("country=PL&postal_code=00-001") == known
    find_points.forget()
    answer = search("country=PL&postal_code=00-001")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "pickup_points_unavailable", "5")
    couriers.point("next", down=False)
    assert found("country=PL&postal_code=00-001") == known


def test_places_and_distances_that_are_no_numbers_are_not_known(couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> None:
    """X45: NaN, infinite, another type: the point stands without them, one that cannot be read is left out; no answer is a 503."""
    good = {"name": "WAW01A", "type": ["parcel_locker"], "status": "Operating", "functions": ["parcel_collect"], "distance": 5}
    odd = [
        good | {"name": "NAN", "distance": float("nan"), "location": {"latitude": float("inf"), "longitude": 21.0}},
        good | {"name": "FAR", "distance": 1e300, "location": {"latitude": 912, "longitude": 21}},
        good | {"name": "BAD", "distance": "near"},
    ]
    content = json.dumps({"items": [good, *odd]}).replace("1e+300", "1e999")
    with monkeypatch.context() as patched:
        patched.setattr(points, "ask", lambda *_, **__: HttpAnswer(200, content.encode()))
        answer = search("country=PL&postal_code=00-001")
        assert [(one["id"], one["distance_m"], one["latitude"]) for one in answer.json["data"]] == [
            ("WAW01A", 5, None), ("NAN", None, None), ("FAR", None, None),
        ]  # fmt: skip
        for raw in (b"NaN", b'{"items": NaN}', b'{"items": 5}', b'{"items": [5]}', json.dumps({"items": {"a": 1}}).encode(), b"{"):
            find_points.forget()
            patched.setattr(points, "ask", lambda *_, raw=raw, **__: HttpAnswer(200, raw))
            assert search("country=PL&postal_code=00-001").code == "pickup_points_unavailable", raw
    find_points.forget()
    assert found("country=PL&postal_code=00-001&limit=1") == ["WAW01A"]


def test_keys_that_are_wrong_are_no_500_and_without_keys_there_is_no_provider(couriers: Couriers) -> None:
    couriers.put_keys(couriers.entries() | {"inpost": couriers.entries()["inpost"] | {"token": "simulator-wrong"}})
    assert search("country=PL&postal_code=00-001").code == "pickup_points_unavailable"
    couriers.put_keys({name: entry for name, entry in couriers.entries().items() if name != "inpost"})
    assert found("country=PL&postal_code=00-001") == []


def test_providers_are_found_by_entry_points_also_in_a_deployed_zip() -> None:
    """P04"""
    (table,) = (content.decode() for name, content in entry_points_files(ROOT).items() if name.endswith("entry_points.txt"))
    assert provider_codes() == ["inpost"]
    assert f"[{GROUP}]\ninpost = functions.shipping.points.inpost:InPostPoints" in table
