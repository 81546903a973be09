"""M01: what range a report covers, and which ranges are refused."""

from __future__ import annotations

import pytest

from functions.reports.model.rollup import Grain
from functions.reports.model.sales_range import range_of, zone_of
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid

SHANGHAI = zone_of("Asia/Shanghai")


@pytest.mark.parametrize(
    ("given_from", "given_to", "start", "end"),
    [
        ("2025-01-01", "2025-01-01", "2024-12-31T16:00:00.000Z", "2025-01-01T16:00:00.000Z"),
        ("2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z", "2025-01-01T00:00:00.000Z", "2025-01-01T01:00:00.000Z"),
        # Widened to quarter hours.
        ("2025-01-01T00:07:00+08:00", "2025-01-01T00:16:00+08:00", "2024-12-31T16:00:00.000Z", "2024-12-31T16:30:00.000Z"),
    ],
)
def test_dates_are_whole_days_and_times_exact(given_from: str, given_to: str, start: str, end: str) -> None:
    asked = range_of(given_from, given_to, Grain.HOUR, SHANGHAI)
    assert (times.iso(asked.start), times.iso(asked.end)) == (start, end)


def test_the_day_of_a_clock_change_has_23_or_25_hours() -> None:
    """X07"""
    berlin = zone_of("Europe/Berlin")
    days = [range_of(day, day, Grain.DAY, berlin) for day in ("2025-03-30", "2025-10-26")]
    assert [(d.end - d.start).total_seconds() / 3600 for d in days] == [23, 25]


def test_the_utc_months_a_range_touches() -> None:
    assert range_of("2025-01-01", "2025-03-31", Grain.DAY, SHANGHAI).months() == ["2024-12", "2025-01", "2025-02", "2025-03"]


@pytest.mark.parametrize(
    ("given_from", "given_to", "grain", "pointer", "code"),
    [
        ("2025-01-02", "2025-01-01", Grain.DAY, "/to", "reversed_range"),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", Grain.DAY, "/to", "reversed_range"),
        ("2025-01-01", "2025-03-01", Grain.HOUR, "/to", "range_too_long"),
        ("2020-01-01", "2025-01-01", Grain.MONTH, "/to", "range_too_long"),
        ("yesterday!", "2025-01-01", Grain.DAY, "/from", "invalid_time"),
        ("2025-02-30", "2025-03-01", Grain.DAY, "/from", "invalid_time"),
        ("2025-01-01T00:00:00", "2025-01-02", Grain.DAY, "/from", "invalid_time"),
        ("2025-01-01", "9999-12-31", Grain.DAY, "/to", "invalid_time"),
        ("0001-01-01", "2025-01-01", Grain.DAY, "/from", "invalid_time"),
    ],
)
def test_other_ranges_are_refused(given_from: str, given_to: str, grain: Grain, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        range_of(given_from, given_to, grain, SHANGHAI)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [(pointer, code)]


@pytest.mark.parametrize("name", ["Mars/Olympus", "Asia", "../../etc/passwd", "", "/etc/localtime", "a\0b", "\ud800"])
def test_unknown_zones_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        zone_of(name)
    assert caught.value.code == "unknown_timezone"
