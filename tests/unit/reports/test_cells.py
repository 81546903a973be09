"""Rows of facts: whatever is asked for they add up to the facts, and every moment is on its day, in every zone there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.reports.model.account import Account, Taken, Taker, Way, taken_back
from functions.reports.model.cells import cells_of
from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.reports.model.measures import MEASURES
from functions.reports.model.periods import Grain, hours_between, label, period_start
from functions.shared.plain import times
from functions.shared.plain.store_time import start_of_day

_QUARTER = timedelta(minutes=15)
amounts = st.integers(-(10**9), 10**9)
pieces = st.builds(
    Piece,
    st.dictionaries(st.sampled_from(MEASURES), amounts, max_size=6),
    st.sampled_from(["line_1", "line_2", ""]),
    st.sampled_from(["prod_1", ""]),
)
takes = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 10**6), max_size=4)


def a_fact(at: str, zone: str = "Asia/Shanghai", parts: list[Piece] | None = None, **changes: Any) -> Fact:
    return Fact("evt_1", FactKind.SALE, at, "ord_1", "CNY", zone, parts or [Piece({"orders": 1, "revenue": 100})], **changes)


@given(st.lists(pieces, min_size=1, max_size=5), takes, takes)
def test_sharing_among_coupons_and_campaigns_loses_nothing(parts: list[Piece], coupons: dict[str, int], campaigns: dict[str, int]) -> None:
    fact = a_fact("2026-01-01T00:00:00.000Z", parts=parts)
    cells = list(cells_of(fact, Dims("web", "CN", "new", coupons, campaigns), "stripe"))
    for name in set(MEASURES) - {"coupon_off"}:
        assert sum(int(cell.get(name, 0)) for cell in cells) == sum(piece.sums.get(name, 0) for piece in parts)


def test_each_coupon_has_what_it_took_over_all_lines() -> None:
    parts = [Piece({"discount": discount, "revenue": 100}, f"line_{discount}") for discount in (1, 1, 1, 2, 1)]
    cells = list(cells_of(a_fact("2026-01-01T00:00:00.000Z", parts=parts), Dims(coupons={"a": 4, "b": 2}), ""))
    found = {name: sum(int(cell.get("discount", 0)) for cell in cells if cell["coupon"] == name) for name in ("a", "b")}
    assert found == {"a": 4, "b": 2}


def test_what_coupons_took_is_of_the_campaigns_that_the_order_has() -> None:
    """I14: an order with a campaign is none of those without one, nor is what its coupons took; several campaigns share that."""
    for campaigns in ({"spring": 30}, {"spring": 30, "loyal": 10}):
        cells = list(cells_of(a_fact("2026-01-01T00:00:00.000Z"), Dims(coupons={"a": 41, "b": 3}, campaigns=campaigns), ""))
        assert {cell["campaign"] for cell in cells} == set(campaigns)
        off = {name: sum(int(cell.get("coupon_off", 0)) for cell in cells if cell["campaign"] == name) for name in campaigns}
        assert off == ({"spring": 44} if len(campaigns) == 1 else {"spring": 33, "loyal": 11})
        assert [sum(int(cell.get("coupon_off", 0)) for cell in cells if cell["coupon"] == name) for name in ("a", "b")] == [41, 3]


def _changes(zone: ZoneInfo) -> list[date]:
    """The days of 2026 on which the clocks change there, both; or any day where none does."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    offsets = [datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() for day in days]
    return [day for day, now, then in zip(days, offsets, offsets[1:], strict=False) if now != then] or [date(2026, 6, 1)]


@pytest.mark.parametrize("letter", sorted({name[0] for name in available_timezones()}))
def test_every_quarter_hour_is_on_its_day_in_every_zone(letter: str) -> None:
    """Every quarter hour of the days on which the clocks change, and those beside them, by the calendar of the zone itself."""
    for name in sorted(zone for zone in available_timezones() if zone[0] == letter):
        zone = ZoneInfo(name)
        for day in _changes(zone)[:2]:
            start, end = start_of_day(day, name), start_of_day(day + timedelta(days=1), name)
            hours, found, moment = hours_between(start, end, zone), set[str](), start - _QUARTER
            while moment <= end:
                (cell,) = cells_of(a_fact(times.iso(moment), name), Dims(), "")
                assert (cell["day"] == day.isoformat()) is (start <= moment < end), (name, moment)
                if start <= moment < end:
                    found.add(str(cell["hour"]))
                moment += _QUARTER
            assert found == set(hours), name


def test_what_came_too_late_stands_in_the_first_hour_of_its_day() -> None:
    (cell,) = cells_of(a_fact("2026-07-31T12:00:00.000Z", day="2026-08-03", late_of="2026-07-31"), Dims(), "")
    assert (cell["slot"], cell["day"], cell["hour"]) == ("2026-07-31T12:00:00.000Z", "2026-08-03", "2026-08-03T00:00+08:00")


def test_labels() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = [period_start(datetime(2025, 10, 26, hour, 30, tzinfo=UTC), Grain.HOUR, berlin) for hour in (0, 1)]
    assert [label(start, Grain.HOUR) for start in night] == ["2025-10-26T02:00+02:00", "2025-10-26T02:00+01:00"]
    first = datetime(2024, 12, 31, 12, tzinfo=UTC)
    assert [label(period_start(first, grain, berlin), grain) for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH)] == [
        "2024-12-31", "2025-W01", "2024-12",
    ]  # fmt: skip


claims = st.fixed_dictionaries({"": st.builds(Taken, st.integers(0, 50)), "line_1": st.builds(Taken, st.integers(0, 50))})
refunds = st.lists(st.tuples(st.integers(0, 9), claims, st.booleans()), max_size=4)


@given(refunds, st.one_of(st.none(), st.integers(0, 9)))
def test_a_cancelled_order_is_taken_back_once_whatever_was_paid_back(given_back: list[Any], cancelled: int | None) -> None:
    account, total = Account("ord_1"), {"": Taken(500), "line_1": Taken(700)}
    for number, (at, claim, undone) in enumerate(given_back):
        account = account.with_taker(f"evt_{number}", Taker(f"{at}", Way.REFUND, claim, f"ref_{number}"))
        if undone:
            account = account.with_taker(f"evt_{number}u", Taker(f"{at}u", Way.UNDONE, {}, f"ref_{number}"))
    if cancelled is not None:
        account = account.with_taker("evt_c", Taker(f"{cancelled}", Way.CANCELLATION, total))
    taken = [sum(part.amount for part in one.values()) for one in taken_back(account).values()]
    standing = sum(sum(part.amount for part in claim.values()) for _, claim, undone in given_back if not undone)
    assert sum(taken) == (standing if cancelled is None else 1200)


def test_a_refund_of_a_cancelled_order_that_came_back_and_went_again_leaves_nothing_sold() -> None:
    whole = {"line_1": Taken(700)}
    account = Account("ord_1").with_taker("evt_1", Taker("1", Way.REFUND, whole, "ref_1"))
    account = account.with_taker("evt_2", Taker("2", Way.CANCELLATION, whole)).with_taker("evt_3", Taker("3", Way.UNDONE, {}, "ref_1"))
    for after in (account, account.with_taker("evt_4", Taker("4", Way.REFUND, whole, "ref_2"))):
        assert sum(part.amount for one in taken_back(after).values() for part in one.values()) == 700


def test_pieces_of_an_exchange_are_back_once() -> None:
    """Two of a line come back; a refund gives what was put aside for them, another one that of a piece that was never exchanged."""
    pieces = {number: {"line_1": Taken(100 * number, 0, number)} for number in (1, 2)}
    exchange = ("1", Taker("1", Way.EXCHANGE, {"line_1": Taken(units=2)}, case_id="ret_1"))
    undone = ("5", Taker("5", Way.UNDONE, {}, "ref_1"))
    for way, case_id in ((Way.EXCHANGED_REFUND, "ret_2"), (Way.REFUND, "ret_1")):
        known = [
            exchange,
            ("2", Taker("2", way, pieces[1], "ref_1", case_id)),
            ("3", Taker("3", Way.REFUND, pieces[1], "ref_2", "ret_3")),
            ("4", Taker("4", way, pieces[1], "ref_3", case_id)),
        ]
        for told, units, amount in (
            (known, 3, 300),
            ([*known, undone], 3, 200),
            (known[1:3], 2, 200),
            ([known[1], known[2], undone], 1, 100),
        ):
            for some in (told, told[::-1]):
                came = [one["line_1"] for one in taken_back(replace(Account("ord_1"), takers=dict(some))).values()]
                assert (sum(one.units for one in came), sum(one.amount for one in came)) == (units, amount)
    # An exchange that is told late, and a cancellation of what is left.
    late = {
        "1": replace(known[1][1], at="1"),
        "2": replace(exchange[1], at="2"),
        "3": Taker("3", Way.CANCELLATION, {"line_1": Taken(300, 0, 3)}),
    }
    found = {event: one["line_1"] for event, one in taken_back(replace(Account("ord_1"), takers=late)).items()}
    assert {event: (one.units, one.amount) for event, one in found.items()} == {"1": (1, 100), "2": (1, 0), "3": (1, 200)}
