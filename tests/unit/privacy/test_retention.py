"""Periods by kind of record and country, from the end of the year."""

from __future__ import annotations

import pytest

from functions.privacy.model.request import why_it_waits
from functions.privacy.model.retention import Retention

AT = "2026-03-05T08:00:00.000Z"


@pytest.mark.parametrize(
    ("kind", "country", "until"),
    [("order", "CN", "2029-12-31"), ("order", "DE", "2036-12-29"), ("document", "CN", "2056-12-24"), ("fapiao", "CN", "2056-12-24")],
)
def test_every_country_has_its_period(kind: str, country: str, until: str) -> None:
    """R07"""
    assert str(Retention().until(kind, country, AT).date()) == until


def test_what_the_shop_sets_counts_and_the_rest_stays() -> None:
    """R07, O10"""
    rules = Retention({"order": {"DE": 10}})
    assert rules.period("order", "DE").days == 10
    assert rules.period("order", "CN").days == 3 * 365
    assert rules.period("message", "CN").days == 0


def test_an_order_waits_until_nobody_needs_its_buyer() -> None:
    """H14"""

    def why(status: str, *, cases: int = 0, review: bool = False, amending: bool = False) -> str:
        return why_it_waits(status, open_cases=cases, in_review=review, amending=amending)

    assert [why(status) for status in ("completed", "cancelled", "paid", "delivered")] == ["", "", "not_over", "not_over"]
    assert why("completed", cases=1) == "case_open"
    assert why("cancelled", review=True) == "under_review"
    assert why("completed", amending=True) == "amended"
