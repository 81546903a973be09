"""Keys of times end when the last thing that has them is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from functions.privacy.model.key_periods import LOOKED_BACK, months_over, years_over


@pytest.mark.parametrize(("day", "newest"), [(8, "2026-09"), (9, "2026-10")])
def test_a_month_is_over_when_what_lived_longest_in_it_is(day: int, newest: str) -> None:
    """O10: a registration of the last minute of October lives a day."""
    assert next(months_over("logins", datetime(2026, 11, day, tzinfo=UTC))) == newest


def test_months_are_looked_at_for_three_years() -> None:
    months = [*months_over("carts", datetime(2026, 11, 1, tzinfo=UTC))]
    assert (months[0], months[-1], len(months)) == ("2026-06", "2023-07", LOOKED_BACK)


@pytest.mark.parametrize(("passed", "newest"), [("2028-01", "2026"), ("2027-12", "2025")])
def test_a_year_is_over_when_all_orders_of_the_next_one_are_emptied(passed: str, newest: str) -> None:
    """O10"""
    assert next(years_over(passed)) == newest
