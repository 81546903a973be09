"""R02: the 30 days of a prior price are those of the clock on the wall where the buyer is, also over a change of summer time."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.model.clocks.thirty_days import clocks_where, thirty_days_before
from functions.catalog.model.price import RegularPrice, TimedDiscount
from functions.catalog.model.price_steps import PriceStep, price_steps, step_at
from functions.catalog.model.prior_price import claim_at
from functions.shared.places import clocks_of_country
from functions.shared.plain import times
from functions.shared.plain.bodies import parsed
from functions.shared.plain.selling.markets import EU, PriorPrice
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


ELSEWHERE = [("US", "America/New_York", "2026-11-28"), ("GB", "Europe/London", "2026-04-10"), ("AU", "Australia/Sydney", "2026-10-20"),
             ("IS", "Atlantic/Reykjavik", "2026-04-10"), ("NO", "Europe/Oslo", "2026-11-10")]  # fmt: skip


@pytest.mark.parametrize(("country", "zone", "day"), ELSEWHERE)
@pytest.mark.parametrize("wall", ["00:00:00", "23:59:59"])
def test_elsewhere_the_clocks_of_the_country_count_where_a_market_keeps_the_rule(country: str, zone: str, day: str, wall: str) -> None:
    """R02: clocks change on other days than in the Union, the other way round, or never; lists say the same as pages."""
    began = datetime.fromisoformat(f"{day} {wall}").replace(tzinfo=ZoneInfo(zone))
    start = datetime.combine(began.date() - timedelta(days=30), began.time(), began.tzinfo).astimezone(UTC)
    clocks = clocks_where(country)
    assert thirty_days_before(began, clocks) <= start
    for ended, lowest in ((thirty_days_before(began, clocks), 100), (thirty_days_before(began, clocks) + SECOND, 60)):
        cheap = TimedDiscount("dsc_cheap", cny(60), times.iso(ended - timedelta(days=5)), times.iso(ended))
        sale = TimedDiscount("dsc_sale", cny(50), times.iso(began), times.iso(began + timedelta(days=5)))
        one = replace(variant(100), regular=[RegularPrice("", cny(100))], discounts=[cheap, sale])
        at = times.iso(began)
        assert claim_at(one, "CNY", at, PriorPrice.LOWEST, clocks) == cny(lowest)
        step = step_at(price_steps([one], times.iso(start)), "CNY", at)
        assert step is not None
        for rule in (PriorPrice.LOWEST, PriorPrice.FIRST):
            for where in (country, "DE", "FR", "AU", "IS", "AQ"):
                assert step.shown(rule, clocks_where(where)).list_price == claim_at(one, "CNY", at, rule, clocks_where(where)), where
        if country not in ("US", "AU"):
            assert thirty_days_before(began, clocks) == start, "in a country of several clocks the longest time counts"


def test_a_country_that_nobody_knows_has_clocks_that_never_change() -> None:
    at = datetime(2026, 11, 10, tzinfo=UTC)
    assert at - thirty_days_before(at, clocks_where("ZZ")) == timedelta(days=30)
    assert at - thirty_days_before(at, clocks_where("DE")) == timedelta(days=30, hours=1)
    assert clocks_where("ES") == clocks_where("DE"), "one moment in all of the Union"


def test_what_the_search_index_keeps_of_a_step_says_the_same() -> None:
    """Lists are answered from there: the claims by other clocks come through JSON."""
    began = datetime(2026, 11, 28, 12, tzinfo=UTC)
    cheap = TimedDiscount("dsc_cheap", cny(60), "2026-10-20T00:00:00.000Z", times.iso(began - timedelta(days=30, minutes=30)))
    one = replace(variant(100), discounts=[cheap, TimedDiscount("dsc_sale", cny(50), times.iso(began), "2026-12-05T00:00:00.000Z")])
    steps = price_steps([one], "2026-11-01T00:00:00.000Z")
    kept = parsed(list[PriceStep], json.loads(json.dumps([asdict(step) for step in steps])))
    assert kept == steps
    step = step_at(kept, "CNY", times.iso(began))
    assert step is not None
    shown = [step.shown(PriorPrice.LOWEST, clocks_where(country)).list_price for country in ("DE", "US", "IS", "CH")]
    assert shown == [cny(100), cny(60), cny(100), cny(100)], "clocks went back in America within these 30 days, and in Europe before"
