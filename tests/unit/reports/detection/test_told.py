"""What is not as usual is told to people: a price with its currency, and no id of a program in the sentence."""

from __future__ import annotations

import pytest

from functions.reports.detection.reasons import reason_of
from functions.reports.model.detection.examine import Finding

VARIANT = "var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"


@pytest.mark.parametrize(
    ("currency", "seen", "usual"), [("CNY", "CNY 8.99", "CNY 119.00"), ("JPY", "JPY 899", "JPY 11,900"), ("KWD", "KWD 0.899", "KWD 11.900")]
)
def test_a_price_is_told_in_its_currency(currency: str, seen: str, usual: str) -> None:
    told = reason_of(Finding("price", f"{VARIANT}|{currency}", 6, 899.4, 11_900.0))
    assert told["en"] == f"A piece was sold for {seen}; in four weeks it never was beyond {usual}."
    assert told["zh"] == f"成交单价为 {seen}；四周内的界限为 {usual}。"


def test_shares_and_counts_stay_what_they_are() -> None:
    assert "35%" in reason_of(Finding("discounts", "", 6, 0.351, 0.1))["en"]
    assert " 3 orders" in reason_of(Finding("orders", "", 6, 3.0, 31.0))["en"]
