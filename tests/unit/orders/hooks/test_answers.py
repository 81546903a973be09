"""X22: a hook says numbers of what it was asked about, and nothing else: no negative price, no other currency, no other thing."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.model.hooks.answers import Reason, fees_in, prices_in, reasons_in
from functions.orders.model.hooks.taxes_told import fitting_taxes, taxes_in
from functions.orders.model.pricing import PricedLine
from functions.shared.plain.money import MAX_AMOUNT

LINE = {"id": "a", "unit_price": 5}


def test_prices_of_some_lines() -> None:
    assert prices_in({"lines": [LINE]}, {"a": 2, "b": 1}) == {"a": 5}
    assert prices_in({"lines": []}, {"a": 2}) == {}
    assert prices_in({"lines": [{"id": "a", "unit_price": 0}]}, {"a": 2}) == {"a": 0}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"lines": None},
        {"lines": {"a": 5}},
        {"lines": [LINE], "currency": "USD"},
        {"lines": [LINE | {"currency": "USD"}]},
        {"lines": [LINE | {"unit_price": -1}]},
        {"lines": [LINE | {"unit_price": 1.0}]},
        {"lines": [LINE | {"unit_price": True}]},
        {"lines": [LINE | {"unit_price": "5"}]},
        {"lines": [LINE | {"unit_price": None}]},
        {"lines": [LINE | {"unit_price": 10**40}]},
        {"lines": [LINE | {"unit_price": MAX_AMOUNT}]},
        {"lines": [LINE, LINE]},
        {"lines": [LINE | {"id": "c"}]},
        {"lines": [LINE | {"id": ["a"]}]},
        {"lines": [{"id": "a"}]},
        {"lines": ["a"]},
        {"lines": [LINE] * 3},
    ],
)
def test_prices_that_do_not_count(answer: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        prices_in(answer, {"a": 2, "b": 1})


def test_fees_of_what_was_offered() -> None:
    assert fees_in({"options": [{"id": "standard", "fee": 0}]}, ["standard", "express"], 100) == {"standard": 0}
    assert fees_in({"options": []}, ["standard"], 100) == {}


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "drone", "fee": 1},
        {"id": "standard", "fee": -1},
        {"id": "standard", "fee": 101},
        {"id": "standard", "fee": 1, "x": 1},
    ],
)
def test_fees_that_do_not_count(entry: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        fees_in({"options": [entry]}, ["standard"], 100)


def test_why_an_order_is_not_taken() -> None:
    said = {"allowed": False, "reasons": [{"code": "credit_limit", "detail": "超出信用额度", "line_id": "a"}]}
    assert reasons_in(said, ["a"]) == [Reason("credit_limit", "超出信用额度", "a")]
    assert reasons_in({"allowed": True}, ["a"]) == reasons_in({"allowed": True, "reasons": []}, ["a"]) == []


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"allowed": None},
        {"allowed": 1},
        {"allowed": "true"},
        {"allowed": False},
        {"allowed": False, "reasons": []},
        {"allowed": True, "reasons": [{"code": "x", "detail": "y"}]},
        {"allowed": False, "reasons": [{"code": "X!", "detail": "y"}]},
        {"allowed": False, "reasons": [{"code": "x", "detail": ""}]},
        {"allowed": False, "reasons": [{"code": "x", "detail": "a\r\nSet-Cookie: b"}]},
        {"allowed": False, "reasons": [{"code": "x", "detail": "y" * 301}]},
        {"allowed": False, "reasons": [{"code": "x", "detail": "y", "line_id": "z"}]},
        {"allowed": False, "reasons": [{"code": "x", "detail": "y"}] * 21},
        {"allowed": True, "total": 0},
    ],
)
def test_verdicts_that_do_not_count(answer: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        reasons_in(answer, ["a"])


TAX: dict[str, Any] = {"code": "x", "title": "x", "amount": 10, "line_id": "a", "included": False}


@pytest.mark.parametrize(
    "taxes",
    [
        None,
        [1],
        [TAX | {"amount": -1}],
        [TAX | {"amount": 1.5}],
        [TAX | {"line_id": "z"}],
        [TAX | {"included": True, "amount": 1001}],
        [TAX | {"amount": MAX_AMOUNT}],
        [TAX | {"rate": "NaN"}],
        [TAX | {"rate": "11"}],
        [TAX | {"base": -1}],
        [TAX] * 11,
    ],
)
def test_taxes_that_do_not_count(taxes: Any) -> None:
    lines = [PricedLine("a", 1, 1000, 1000)]
    with pytest.raises(ValueError, match=r"."):
        fitting_taxes(taxes_in({"taxes": taxes}), lines, 0)
