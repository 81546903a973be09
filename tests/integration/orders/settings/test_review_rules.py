"""D12: which orders people look at first is a setting, with bounds, under its version."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.model.review import rules
from tests.integration.orders.buyer import staff
from tests.integration.orders.reviewing.held import RULES, a_rule

BIG = {"amount_from": {"amount": 100_000, "currency": "CNY"}}


def test_rules_are_added_read_replaced_and_removed_under_their_version() -> None:
    """D12, X23"""
    assert staff().get(RULES).json["data"] == []
    made = a_rule("large", **BIG, areas=[{"country": "US", "postcodes": ["100*"]}], address_words=["freight forwarder", "转运"])
    assert (made["code"], made["enabled"], made["version"], made["areas"][0]["country_code"]) == ("large", True, 1, "US")
    url = f"{RULES}/large"
    assert staff().get(url).json == made
    other = {"reason": "First order.", "first_order": True, "enabled": False}
    assert staff().put(url, other, if_match='"9"').code == "version_conflict"
    replaced = staff().put(url, other, if_match='"1"')
    assert (replaced.json["amount_from"], replaced.json["first_order"], replaced.headers["etag"]) == (None, True, '"2"')
    assert staff().put(url, other).json["version"] == 2, "nothing changed"
    assert staff().post(RULES, {"code": "large", "reason": "x", "first_order": True}).code == "code_taken"
    assert (staff().delete(url).status, staff().delete(url).status, staff().get(url).status) == (204, 404, 404)
    assert staff().put(url, other).code == "not_found"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"code": "Large", **BIG},
        {"code": "", **BIG},
        {"code": "x" * 65, **BIG},
        {"code": "large", "reason": "", **BIG},
        {"code": "large", "amount_from": {"amount": 0, "currency": "CNY"}},
        {"code": "large", "amount_from": {"amount": 1.5, "currency": "CNY"}},
        {"code": "large", "amount_from": {"amount": -1, "currency": "CNY"}},
        {"code": "large", "amount_from": {"amount": 1, "currency": "XXX"}},
        {"code": "large", "amount_from": {"amount": 1}},
        {"code": "large", "areas": [{"country": "Atlantis"}]},
        {"code": "large", "areas": [{"country": "US", "postcodes": ["*"]}]},
        {"code": "large", "areas": [{"country": "US"}] * 101},
        {"code": "large", "address_words": ["x"]},
        {"code": "large", "address_words": ["word"] * 201},
        {"code": "large", "address_words": ["w" * 61]},
        {"code": "large", "risk_from": "awful"},
        {"code": "large", "first_order": "maybe"},
        {"code": "large", "enabled": True},
        {"code": "large", "surprise": 1, **BIG},
    ],
)
def test_bad_input_is_refused(wrong: dict[str, Any]) -> None:
    """D12"""
    answer = staff().post(RULES, {"reason": "Why.", **wrong})
    assert (answer.status, answer.json["type"].startswith("urn:shop:problem:")) == (422, True)
    assert staff().get(RULES).json["data"] == []


def test_rules_are_bounded_in_number_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """D12: all of them are one item."""
    monkeypatch.setattr(rules, "MAX_RULES", 2)
    for name in ("a", "b"):
        a_rule(name)
    assert staff().post(RULES, {"code": "c", "reason": "x", "first_order": True}).code == "too_many_rules"
    monkeypatch.setattr(rules, "MAX_BYTES", 2_000)
    words = [f"word {n}" for n in range(200)]
    assert staff().put(f"{RULES}/a", {"reason": "x", "address_words": words}).code == "rules_too_large"


def test_who_may_set_them() -> None:
    """D12, H07"""
    assert staff("manager").get(RULES).status == 200
    assert staff("manager").post(RULES, {"code": "a", "reason": "x", "first_order": True}).status == 403
    assert staff("support").get(RULES).status == 403
