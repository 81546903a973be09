"""M01: figures are exact sums of facts, whatever the order, the grouping and the time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.reports.model.facts import Fact, FactKind, FactLine
from functions.reports.model.rollup import Dimension, Figures, Grain, Row, by_period, rows_of, totals
from functions.shared.plain import times

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
ZONES = ["Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]

lines = st.builds(
    FactLine,
    product_id=st.sampled_from(["prod_a", "prod_b", "prod_c"]),
    category_id=st.sampled_from(["cat_a", "cat_b", None]),
    quantity=st.integers(1, 9),
    subtotal=st.integers(0, 10**7),
    discount=st.integers(0, 10**5),
    total=st.integers(0, 10**7),
)
facts = st.builds(
    Fact,
    event_id=st.uuids().map(str),
    kind=st.sampled_from(FactKind),
    at=st.integers(0, 365 * 24 * 60).map(lambda minutes: times.iso(BEGIN + timedelta(minutes=minutes))),
    order_id=st.just("ord_1"),
    channel=st.sampled_from(["web", "app"]),
    currency=st.sampled_from(["CNY", "USD"]),
    subtotal=st.integers(0, 10**7),
    discount=st.integers(0, 10**5),
    shipping=st.integers(0, 5_000),
    tax=st.integers(0, 5_000),
    total=st.integers(0, 10**7),
    lines=st.lists(lines, min_size=1, max_size=4),
)


def a_sale(at: str, total: int = 100, **changes: object) -> Fact:
    line = FactLine("prod_a", "cat_a", 1, total, 0, total)
    fields: dict[str, object] = {
        "event_id": at, "kind": FactKind.SALE, "at": at, "order_id": "ord_1", "channel": "web", "currency": "CNY",
        "subtotal": total, "discount": 0, "shipping": 0, "tax": 0, "total": total, "lines": [line],
    }  # fmt: skip
    return Fact(**(fields | changes))  # type: ignore[arg-type]


@given(st.lists(facts, max_size=20), st.sampled_from(Grain), st.sampled_from(ZONES))
def test_periods_add_up_to_the_facts_in_every_zone_and_grain(given_facts: list[Fact], grain: Grain, zone: str) -> None:
    rows = rows_of(given_facts, Dimension.NONE)
    periods = by_period(rows, grain, ZoneInfo(zone))
    for currency in ("CNY", "USD"):
        expected = sum(f.total for f in given_facts if f.currency == currency and f.kind is not FactKind.CANCELLATION)
        cancelled = sum(f.total for f in given_facts if f.currency == currency and f.kind is FactKind.CANCELLATION)
        figures = sum((p.figures for p in periods if p.currency == currency), Figures())
        assert (figures.revenue, figures.cancelled) == (expected, cancelled)
        assert figures == totals(rows).get(currency, Figures())
        assert figures.orders + figures.cancelled_orders == sum(
            f.currency == currency and f.kind is not FactKind.AMENDMENT for f in given_facts
        )


@given(st.lists(facts, max_size=20), st.sampled_from([Dimension.PRODUCT, Dimension.CATEGORY]))
def test_lines_add_up_over_products_and_categories(given_facts: list[Fact], dimension: Dimension) -> None:
    figures = sum((row.figures for row in rows_of(given_facts, dimension)), Figures())
    sold = [line for f in given_facts if f.kind is not FactKind.CANCELLATION for line in f.lines]
    assert figures.revenue == sum(line.total for line in sold)
    assert (figures.units, figures.shipping, figures.tax) == (sum(line.quantity for line in sold), 0, 0)


@given(st.lists(facts, max_size=10), st.sampled_from(Dimension), st.randoms())
def test_the_order_of_facts_does_not_matter(given_facts: list[Fact], dimension: Dimension, random: object) -> None:
    shuffled = list(given_facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rows_of(shuffled, dimension) == rows_of(given_facts, dimension)


@given(facts, st.sampled_from(ZONES), st.sampled_from(Grain))
def test_each_fact_lies_in_the_period_that_the_zones_calendar_says(fact: Fact, zone: str, grain: Grain) -> None:
    [period] = by_period(rows_of([fact], Dimension.NONE), grain, ZoneInfo(zone))
    local = times.parse(fact.at).astimezone(ZoneInfo(zone))
    year, week, _ = local.isocalendar()
    expected = {
        Grain.HOUR: local.strftime("%Y-%m-%dT%H:00"),
        Grain.DAY: local.strftime("%Y-%m-%d"),
        Grain.WEEK: f"{year}-W{week:02d}",
        Grain.MONTH: local.strftime("%Y-%m"),
    }
    assert period.period.startswith(expected[grain])


def test_an_order_with_two_lines_of_a_product_counts_once() -> None:
    line = FactLine("prod_a", "cat_a", 2, 200, 20, 180)
    [row] = rows_of([a_sale("2025-01-01T00:20:00.000Z", lines=[line, line])], Dimension.PRODUCT)
    assert row == Row("2025-01-01T00:15:00.000Z", "prod_a", "CNY", Figures(1, 4, 400, 40, 0, 0, 360, 0, 0))


def test_the_night_when_clocks_go_back_has_the_hour_twice_and_the_day_once() -> None:
    """X07"""
    sales = [a_sale(f"2025-10-26T0{hour}:30:00.000Z") for hour in (0, 1, 2)]
    rows = rows_of(sales, Dimension.NONE)
    berlin = ZoneInfo("Europe/Berlin")
    hours = [(p.period, p.start, p.figures.orders) for p in by_period(rows, Grain.HOUR, berlin)]
    assert hours == [
        ("2025-10-26T02:00+02:00", "2025-10-26T00:00:00.000Z", 1),
        ("2025-10-26T02:00+01:00", "2025-10-26T01:00:00.000Z", 1),
        ("2025-10-26T03:00+01:00", "2025-10-26T02:00:00.000Z", 1),
    ]
    assert [(p.period, p.start, p.figures.revenue) for p in by_period(rows, Grain.DAY, berlin)] == [
        ("2025-10-26", "2025-10-25T22:00:00.000Z", 300)
    ]


@pytest.mark.parametrize(("zone", "days"), [("UTC", ["2025-01-01"]), ("Asia/Kolkata", ["2025-01-01", "2025-01-02"])])
def test_a_day_of_a_half_hour_zone_is_exact(zone: str, days: list[str]) -> None:
    sales = [a_sale("2025-01-01T18:29:59.999Z"), a_sale("2025-01-01T18:30:00.000Z")]
    assert [p.period for p in by_period(rows_of(sales, Dimension.NONE), Grain.DAY, ZoneInfo(zone))] == days


def test_currencies_never_mix() -> None:
    rows = rows_of([a_sale("2025-01-01T00:00:00.000Z"), a_sale("2025-01-01T00:00:00.000Z", currency="USD")], Dimension.CHANNEL)
    assert [(row.key, row.currency, row.figures.revenue) for row in rows] == [("web", "CNY", 100), ("web", "USD", 100)]
