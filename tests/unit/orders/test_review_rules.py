"""D12: when a rule holds an order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.orders.model.review.review import Cause
from functions.orders.model.review.rules import ReviewRule, ReviewRules, Risk, Signs, causes_in
from functions.shared.places import WrittenArea
from functions.shared.plain.postal_address import Address

ADDRESS = Address("Ada Boxer", "+15550100", "US", "NY", "New York", "", "1 Main Street, c/o  Shipito", "10001")
SIGNS = Signs(1000, "USD", ADDRESS)


def holds(signs: Signs = SIGNS, **names: Any) -> bool:
    rule = ReviewRule("x", "Why.", **names)
    return causes_in(ReviewRules((rule,)), signs) == [Cause("x", "Why.")]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, False),
        ({"amount": 1000, "currency": "USD"}, True),
        ({"amount": 1001, "currency": "USD"}, False),
        ({"amount": 1, "currency": "CNY"}, False),
        ({"amount": 1000, "currency": "USD", "enabled": False}, False),
        ({"areas": (WrittenArea("CN"), WrittenArea("US"))}, True),
        ({"areas": (WrittenArea("US", "NY", postcodes=("10000-10002",)),)}, True),
        ({"areas": (WrittenArea("US", "NY", postcodes=("11*",)),)}, False),
        ({"areas": (WrittenArea("US"),), "amount": 1001, "currency": "USD"}, False),
        ({"words": ("shipito",)}, True),
        ({"words": ("SHIPITO",)}, True),
        ({"words": ("ship",)}, False),
        ({"words": ("box",)}, False),
        ({"words": ("c/o shipito",)}, True),
        ({"words": ("(.*",)}, False),
        ({"po_box": True}, False),
        ({"po_box": True, "words": ("shipito",)}, True),
        ({"first_order": True}, False),
        ({"country_differs": True}, False),
        ({"risk": Risk.NORMAL}, False),
    ],
)
def test_everything_it_names_must_be_so(names: dict[str, Any], expected: bool) -> None:
    assert holds(**names) is expected


def test_signs_of_payer_and_payment() -> None:
    assert holds(replace(SIGNS, is_first=True), first_order=True)
    assert holds(replace(SIGNS, is_po_box=True), po_box=True)
    assert holds(replace(SIGNS, payer_countries=frozenset({"US", "CA"})), country_differs=True)
    assert not holds(replace(SIGNS, payer_countries=frozenset({"US"})), country_differs=True)
    assert [holds(replace(SIGNS, risk=risk), risk=Risk.ELEVATED) for risk in Risk] == [False, True, True]


def test_chinese_words_are_found_inside_others_in_any_width() -> None:
    chinese = replace(SIGNS, address=Address("李雷", "1", "CN", "广东", "深圳", "南山", "某某国际转运仓库Ａ１２３"))
    assert holds(chinese, words=("转运仓",))
    assert holds(chinese, words=("a123",))
    assert not holds(chinese, words=("集运",))


def test_all_rules_that_hold_are_named_in_their_order() -> None:
    several = ReviewRules(tuple(ReviewRule(name, name, words=("shipito",)) for name in ("b", "a")))
    assert [one.code for one in causes_in(several, SIGNS)] == ["b", "a"]
