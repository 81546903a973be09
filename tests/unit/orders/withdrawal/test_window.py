"""Until when a buyer may withdraw."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.withdrawal.periods import months_after, pushed_on
from functions.orders.model.withdrawal.window import Why, Window, window_of
from functions.shared.plain.selling.markets import CHINA_LAW, EU, EU_LAW, law_of

SECOND = timedelta(seconds=1)
MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)


def eu(place: str, received: datetime | None, informed: datetime | None = datetime(2020, 1, 1, tzinfo=UTC)) -> Window:
    return window_of(EU_LAW, place, received, informed)


def last_second(window: Window) -> datetime:
    """The last one that is accepted; the next one is refused."""
    assert window.ends_at is not None
    assert (window.is_open(window.ends_at - SECOND), window.is_open(window.ends_at)) == (True, False)
    return window.ends_at - SECOND


def test_told_late_about_withdrawal() -> None:
    """R01, case 18: Germany, delivered on Monday 2027-03-01, the buyer not informed."""
    never = eu("DE", MONDAY, None)
    assert (never.last_day, never.why) == (date(2028, 3, 15), Why.NOT_INFORMED)
    june = eu("DE", MONDAY, datetime(2027, 6, 10, 8, tzinfo=UTC))
    assert (june.last_day, june.why, last_second(june)) == (
        date(2027, 6, 24),
        Why.INFORMED_LATE,
        datetime(2027, 6, 24, 21, 59, 59, tzinfo=UTC),
    )
    soon = eu("DE", MONDAY, datetime(2027, 3, 5, 8, tzinfo=UTC))
    assert (soon.last_day, soon.why) == (date(2027, 3, 19), Why.INFORMED_LATE)
    told = eu("DE", MONDAY)
    assert (told.last_day, told.why) == (date(2027, 3, 15), Why.INFORMED)
    assert "2011/83" in told.norm


def test_information_after_the_twelve_months_changes_nothing() -> None:
    """R01, Article 10(2): the last day on which it does is a year after receipt."""
    assert eu("DE", MONDAY, datetime(2028, 3, 1, 12, tzinfo=UTC)).why is Why.INFORMED_LATE
    late = eu("DE", MONDAY, datetime(2028, 3, 2, 12, tzinfo=UTC))
    assert (late.last_day, late.why) == (date(2028, 3, 15), Why.NOT_INFORMED)


@pytest.mark.parametrize(
    ("place", "received", "last"),
    [
        ("DE", "2027-03-06T12:00:00Z", "2027-03-22"),  # a Saturday: the Monday
        ("DE", "2027-03-12T12:00:00Z", "2027-03-30"),  # Good Friday, Easter Sunday and Monday: the Tuesday
        ("DE", "2026-12-11T12:00:00Z", "2026-12-28"),  # Christmas on Friday and Saturday
        ("FR", "2027-06-30T12:00:00Z", "2027-07-15"),  # 14 July
        ("DE", "2027-06-30T12:00:00Z", "2027-07-14"),
        ("DE-BY", "2026-12-23T12:00:00Z", "2027-01-07"),  # Epiphany is one in Bavaria
        ("DE-BE", "2026-12-23T12:00:00Z", "2027-01-06"),
        ("PL", "2026-10-28T12:00:00Z", "2026-11-12"),  # 11 November
    ],
)
def test_weekends_and_holidays_of_the_place_push_the_end_on(place: str, received: str, last: str) -> None:
    """R01, Regulation 1182/71, Article 3(4)"""
    assert eu(place, datetime.fromisoformat(received)).last_day == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("place", "received", "last"),
    [
        # Received before summer time began, ended in it: 22:00Z instead of 23:00Z.
        ("DE", datetime(2027, 3, 17, 12, tzinfo=UTC), datetime(2027, 3, 31, 21, 59, 59, tzinfo=UTC)),
        ("DE", datetime(2027, 10, 20, 12, tzinfo=UTC), datetime(2027, 11, 3, 22, 59, 59, tzinfo=UTC)),
        ("FI", datetime(2027, 3, 17, 12, tzinfo=UTC), datetime(2027, 3, 31, 20, 59, 59, tzinfo=UTC)),
        ("IE", datetime(2027, 3, 17, 12, tzinfo=UTC), datetime(2027, 3, 31, 22, 59, 59, tzinfo=UTC)),
        # Half past eleven at night in Berlin is the next day in Helsinki.
        ("DE", datetime(2027, 2, 1, 22, 30, tzinfo=UTC), datetime(2027, 2, 15, 22, 59, 59, tzinfo=UTC)),
        ("FI", datetime(2027, 2, 1, 22, 30, tzinfo=UTC), datetime(2027, 2, 16, 21, 59, 59, tzinfo=UTC)),
        # Of several clocks the last one: the Canaries, the Azores.
        ("ES", datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 3, 15, 23, 59, 59, tzinfo=UTC)),
        ("PT", datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 3, 16, 0, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_second_is_by_the_clocks_where_the_goods_went(place: str, received: datetime, last: datetime) -> None:
    """R01"""
    assert last_second(eu(place, received)) == last


def test_seven_days_of_china_are_counted_from_the_day_after_receipt() -> None:
    """R05: no longer for whom nobody told, and no weekend moves them."""
    window = window_of(CHINA_LAW, "CN", datetime(2026, 11, 7, 15, 30, tzinfo=UTC), None)
    assert (window.last_day, last_second(window)) == (date(2026, 11, 14), datetime(2026, 11, 14, 15, 59, 59, tzinfo=UTC))
    assert window_of(CHINA_LAW, "CN", datetime(2026, 11, 7, 16, tzinfo=UTC), None).last_day == date(2026, 11, 15)


def test_while_a_piece_is_to_come_it_is_open_without_an_end() -> None:
    window = eu("DE", None)
    assert (window.last_day, window.why, window.is_open(datetime(2199, 1, 1, tzinfo=UTC))) == (None, Why.NOT_RECEIVED, True)


def test_which_law_holds_is_the_country_of_delivery() -> None:
    assert {law_of(country) for country in EU} == {EU_LAW}
    assert (law_of("CN"), law_of("US"), law_of("GB")) == (CHINA_LAW, None, None)


def test_a_year_from_a_leap_day_ends_with_february() -> None:
    assert (months_after(date(2028, 2, 29), 12), months_after(date(2027, 1, 31), 1)) == (date(2029, 2, 28), date(2027, 2, 28))
    assert months_after(date(2027, 12, 15), 12) == date(2028, 12, 15)


moments = st.integers(0, 10 * 365 * 86_400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + seconds * SECOND)


@given(moments, st.one_of(st.none(), moments), st.sampled_from(sorted(EU)))
def test_no_buyer_ever_gets_less_than_the_law_gives(received: datetime, informed: datetime | None, country: str) -> None:
    """R01: 14 whole days after receipt at least, a year more at most (and what weekends and holidays add)."""
    window = eu(country, received, informed)
    assert window.ends_at is not None
    assert window.last_day is not None
    assert received + timedelta(days=14) <= window.ends_at  # an hour less of clocks that are put forward meanwhile
    assert pushed_on(window.last_day, country) == window.last_day
    assert window.ends_at <= eu(country, received, None).ends_at + timedelta(days=8)  # type: ignore[operator]
