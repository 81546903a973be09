"""X15: staff set price lists and what they ask."""

from __future__ import annotations

import pytest

from functions.pricing.store import kept_document
from functions.pricing.store import list_prices as stored_prices
from tests.integration.orders.buyer import a_variant
from tests.integration.pricing.shop import GOLD, TRADE, asks, lists, staff
from tests.support.races import in_between


def test_what_cannot_be_a_list_is_refused_and_nothing_changes() -> None:
    variant = a_variant(price=10_000)
    lists(GOLD)
    version = staff().get("/v1/admin/price_lists").json["version"]
    for body, code in (
        ([GOLD, GOLD], "named_twice"),
        ([GOLD | {"starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"}], "ends_before_it_starts"),
        ([GOLD | {"currency": "XYZ"}], "value_error"),
        ([GOLD | {"code": "金 卡"}], "string_pattern_mismatch"),
        ([GOLD | {"priority": 10**9}], "less_than_equal"),
        ([GOLD | {"name": "  "}], "string_too_short"),
    ):
        refused = staff().put("/v1/admin/price_lists", {"price_lists": body})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, code), refused.text
    assert staff().get("/v1/admin/price_lists").json["version"] == version
    path = f"/v1/admin/price_lists/prices/{variant}"
    one = {"quantity": 1, "amount": 1}
    for prices, code in (
        ([{"price_list": "none", "breaks": [one]}], "unknown_price_list"),
        ([{"price_list": "gold", "breaks": [one]}] * 2, "named_twice"),
        ([{"price_list": "gold", "breaks": [one, one]}], "breaks_not_rising"),
        ([{"price_list": "gold", "breaks": []}], "too_short"),
        ([{"price_list": "gold", "breaks": [{"quantity": 0, "amount": 1}]}], "greater_than_equal"),
        ([{"price_list": "gold", "breaks": [{"quantity": 1, "amount": -1}]}], "greater_than_equal"),
        ([{"price_list": "gold", "breaks": [{"quantity": 1, "amount": 1.5}]}], "int_type"),
    ):
        refused = staff().put(path, {"prices": prices})
        assert (refused.status, refused.json["errors"][0]["code"]) == (422, code), refused.text
    lists(GOLD | {"currency": "USD"})
    refused = staff().put(path, {"prices": [{"price_list": "gold", "breaks": [one]}]})
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "currency_not_offered")
    assert staff().get(path).json["version"] == 0
    assert staff().put("/v1/admin/price_lists/prices/none", {"prices": []}).status == 404
    assert staff().put(path, {"prices": []}, **{"if-match": '"7"'}).status == 409


def test_staff_see_what_lists_say_page_by_page() -> None:
    variants = sorted(a_variant(price=10_000) for _ in range(3))
    lists(GOLD, TRADE)
    for variant in variants:
        asks(variant, gold=8_000, trade={10: 7_000})
    first = staff().get("/v1/admin/price_lists/prices?limit=2").json
    rest = staff().get(f"/v1/admin/price_lists/prices?limit=2&cursor={first['next_cursor']}").json
    assert [one["variant_id"] for one in (*first["data"], *rest["data"])] == variants
    assert rest["next_cursor"] is None
    asks(variants[0])
    left = staff().get("/v1/admin/price_lists/prices").json["data"]
    assert [one["variant_id"] for one in left] == variants[1:]
    assert staff().get(f"/v1/admin/price_lists/prices/{variants[0]}").json["prices"] == []


def test_two_of_the_staff_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's edit is written over one that they did not see."""
    variant = a_variant(price=10_000)
    lists(GOLD)
    asks(variant, gold=9_000)
    in_between(monkeypatch, stored_prices, "stored_list_prices", lambda: asks(variant, gold=8_500))
    late = staff().put(f"/v1/admin/price_lists/prices/{variant}", {"prices": []}, **{"if-match": '"1"'})
    assert late.status == 409
    assert staff().get(f"/v1/admin/price_lists/prices/{variant}").json["prices"][0]["breaks"] == [{"quantity": 1, "amount": 8_500}]
    version = staff().get("/v1/admin/price_lists").json["version"]
    in_between(monkeypatch, kept_document, "find", lambda: lists(GOLD, TRADE))
    late = staff().put("/v1/admin/price_lists", {"price_lists": []}, **{"if-match": f'"{version}"'})
    assert late.status == 409
    assert len(staff().get("/v1/admin/price_lists").json["price_lists"]) == 2
