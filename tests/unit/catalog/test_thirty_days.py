"""R02: the 30 days of a prior price are those of the clock on the wall where the buyer is, also over a change of summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.price import RegularPrice, TimedDiscount
from functions.catalog.model.prior_price import claim_at, thirty_days_before
from functions.orders.model.parcels.arrival_day import clocks_of_country
from functions.shared.plain import times
from functions.shared.plain.markets import EU, PriorPrice
from tests.unit.catalog.test_price import cny, variant

ZONES = ("Europe/Lisbon", "Europe/Berlin", "Europe/Helsinki")
CHANGES = [("2026-11-10", 721), ("2026-04-10", 719), ("2026-07-10", 720)]
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("day", "hours"), CHANGES)
@pytest.mark.parametrize("clock", ["00:00:00", "12:00:00", "23:59:59"])
def test_a_price_counts_whose_last_second_is_in_the_30_days_by_the_clock_there(zone: str, day: str, hours: int, clock: str) -> None:
    """A cheap price that ended as the 30 days began does not count; one that lasted a second longer does."""
    began = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone))
    start = datetime.combine(began.date() - timedelta(days=30), began.time(), began.tzinfo).astimezone(UTC)
    assert began.astimezone(UTC) - start == timedelta(hours=hours)
    for ended, lowest in ((start, 100), (start + SECOND, 60)):
        cheap = TimedDiscount("dsc_cheap", cny(60), times.iso(start - timedelta(days=5)), times.iso(ended))
        sale = TimedDiscount("dsc_sale", cny(50), times.iso(began), times.iso(began + timedelta(days=5)))
        one = replace(variant(100), regular=[RegularPrice("", cny(100))], discounts=[cheap, sale])
        assert claim_at(one, "CNY", times.iso(began), PriorPrice.LOWEST) == cny(lowest)


@given(st.integers(0, 17 * 366 * 24 * 3600))
def test_by_the_clock_of_every_member_state_it_is_the_same_moment(seconds: int) -> None:
    at = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    for name in (name for country in EU for name in clocks_of_country(country)):
        assert (at.astimezone(ZoneInfo(name)) - timedelta(days=30)).astimezone(UTC) == thirty_days_before(at), name
