"""F05, F06: which zone, which fee, which day, against a reference written the long way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.orders.model.cart import CartLine
from functions.orders.model.delivery import parcel_of
from functions.orders.model.promise import Calendar, promised_date
from functions.orders.model.shipping_rates import Basis, Parcel, RateRule, Zone, fee, offers, zone_of
from functions.shared.places import WrittenArea
from functions.shared.plain.errors import Invalid
from functions.shared.plain.postal_address import Address

ZONES = (
    Zone("cn", "China", (WrittenArea("CN"),)),
    Zone("far", "Far", (WrittenArea("CN", "西藏自治区"), WrittenArea("CN", "新疆维吾尔自治区"))),
    Zone("city", "Same city", (WrittenArea("CN", "浙江省", "杭州市"),)),
    Zone("island", "Island", (WrittenArea("CN", "浙江省", "杭州市", "淳安县"),)),
)
RULES = (
    RateRule("cn-std", "cn", "sf", "standard", "CNY", Basis.WEIGHT, 1000, 1000, 1000, 200, free_over=8800),
    RateRule("cn-fast", "cn", "sf", "express", "CNY", Basis.WEIGHT, 1000, 2300, 500, 500, maximum=20_000, days=1),
    RateRule("far-std", "far", "ems", "standard", "CNY", Basis.WEIGHT, 1000, 2500, 1000, 1500, days=7),
    RateRule("city-piece", "city", "own", "standard", "CNY", Basis.PIECE, 3, 500, 1, 100, days=1),
    RateRule("island-flat", "island", "boat", "standard", "CNY", first_fee=3000, days=5),
)


def address(country: str = "CN", province: str = "浙江省", city: str = "宁波市", district: str = "海曙区") -> Address:
    return Address("李", "1", country, province, city, district, "x")


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (address(), "cn"),
        (address(province="西藏自治区", city="拉萨市", district="城关区"), "far"),
        (address(city="杭州市", district="西湖区"), "city"),
        (address(city="杭州市", district="淳安县"), "island"),
        (address(city=" 杭州市 ", district="西湖区"), "city"),
    ],
)
def test_the_most_specific_zone_serves_an_address(place: Address, zone: str) -> None:
    """F05"""
    assert zone_of(ZONES, place).id == zone


def test_an_uncovered_address_and_an_impossible_parcel_are_refused() -> None:
    """F05"""
    with pytest.raises(Invalid) as caught:
        zone_of(ZONES, address(country="US", province="NY", city="New York", district=""))
    assert caught.value.code == "address_not_covered"
    with pytest.raises(Invalid):
        offers(ZONES, RULES, address(), Parcel(500, 1, 100), "EUR")


@pytest.mark.parametrize(
    ("weight", "amount", "expected"),
    [(0, 100, 1000), (1000, 100, 1000), (1001, 100, 1200), (2000, 100, 1200), (2001, 8799, 1400), (2001, 8800, 0)],
)
def test_first_weight_steps_and_free_over(weight: int, amount: int, expected: int) -> None:
    """F05: the gram and the cent at each boundary."""
    assert fee(RULES[0], Parcel(weight, 1, amount)) == expected


def test_offers_are_cheapest_first_and_leave_out_what_is_too_heavy() -> None:
    """F06"""
    assert [(rule.id, amount) for rule, amount in offers(ZONES, RULES, address(), Parcel(1500, 1, 100), "CNY")] == [
        ("cn-std", 1200),
        ("cn-fast", 2800),
    ]
    assert [rule.id for rule, _ in offers(ZONES, RULES, address(), Parcel(20_001, 1, 100), "CNY")] == ["cn-std"]


@given(
    st.builds(
        RateRule,
        st.just("r"),
        st.just("z"),
        st.just("c"),
        st.just("s"),
        st.just("CNY"),
        st.sampled_from(list(Basis)),
        st.integers(0, 5000),
        st.integers(0, 5000),
        st.integers(0, 2000),
        st.integers(0, 900),
        st.none() | st.integers(0, 20_000),
        st.integers(0, 500),
        st.none() | st.integers(500, 30_000),
    ),
    st.builds(Parcel, st.integers(0, 30_000), st.integers(1, 99), st.integers(0, 30_000), st.integers(0, 30_000_000)),
)
def test_the_fee_equals_a_reference_that_adds_step_by_step(rule: RateRule, parcel: Parcel) -> None:
    """F05"""
    measure = {
        "flat": 0,
        "weight": parcel.weight_g,
        "piece": parcel.pieces,
        "amount": parcel.amount,
        "volume": -(-parcel.volume_mm3 // 1000),
    }[rule.basis.value]
    expected: int | None = rule.first_fee
    covered = rule.first
    while rule.step and covered < measure:
        covered += rule.step
        expected = (expected or 0) + rule.step_fee
    if rule.free_over is not None and parcel.amount >= rule.free_over:
        expected = 0
    if measure < rule.minimum or (rule.maximum is not None and measure > rule.maximum):
        expected = None
    assert fee(rule, parcel) == expected


@pytest.mark.parametrize(
    ("now", "days", "expected"),
    [
        (datetime(2026, 11, 20, 7, 59, tzinfo=UTC), 1, date(2026, 11, 23)),  # Friday 15:59 in Shanghai: leaves today
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), 1, date(2026, 11, 24)),  # from 16:00 on: leaves on Monday
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), 0, date(2026, 11, 23)),  # Saturday: the next working day
        (datetime(2026, 9, 30, 3, 0, tzinfo=UTC), 1, date(2026, 10, 8)),  # a week of holidays
    ],
)
def test_the_promise_counts_working_days_after_the_cut_off(now: datetime, days: int, expected: date) -> None:
    """F06"""
    golden_week = frozenset(date(2026, 10, day) for day in range(1, 8))
    assert promised_date(Calendar("Asia/Shanghai", working_days=range(5), holidays=golden_week), now, days) == expected


@pytest.mark.parametrize("now", [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)])
def test_the_promise_holds_across_a_daylight_saving_change(now: datetime) -> None:
    """F06: the night in which Berlin loses an hour."""
    assert promised_date(Calendar("Europe/Berlin"), now, 2) == date(2026, 3, 31)


def test_a_calendar_without_working_days_ends() -> None:
    assert promised_date(Calendar("UTC", working_days=()), datetime(2026, 1, 1, tzinfo=UTC), 1) == date(2026, 1, 2)


def test_pieces_of_unknown_size_take_up_nothing_and_the_others_what_they_do() -> None:
    """F05, F07: a rate by volume counts begun cubic centimetres."""
    lines = [CartLine(str(n), "v", "p", "s", {}, {}, None, 2, 100, sides_mm=sides) for n, sides in enumerate([(11, 10, 10), ()])]
    assert parcel_of(lines, 400).volume_mm3 == 2200
    rule = RateRule("r", "z", "c", "s", "CNY", Basis.VOLUME, first=1, first_fee=5, step=2, step_fee=3)
    assert [fee(rule, parcel_of(some, 400)) for some in (lines, lines[1:])] == [8, 5]
