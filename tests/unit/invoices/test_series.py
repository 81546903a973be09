"""Numbers of documents."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from functions.invoices.model.series import Series, issue_day, series_on


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 23, 30, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_year_begins_where_the_legal_entity_is(at: datetime, day: date) -> None:
    assert issue_day(at, "Europe/Berlin") == day
    assert series_on(day, "de", "INV", yearly=True) == Series("de", "INV", day.year)


def test_how_numbers_look() -> None:
    assert Series("de", "INV", 2027).number(1) == "INV-2027-000001"
    assert series_on(date(2027, 1, 1), "de", "R", yearly=False).number(1_234_567) == "R-1234567"


def test_a_series_that_says_no_year_goes_on_for_ever() -> None:
    assert Series("de", "R") == Series("de", "R", 0)
    assert Series("de", "R").number(7) == "R-000007"
