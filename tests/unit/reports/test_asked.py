"""M01: what range a report covers, what it is compared with, and which ranges are refused."""

from __future__ import annotations

import pytest

from functions.reports.model.asked import Comparison, Span, span_of, zone_of
from functions.reports.model.periods import Grain
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid


def asked(first: str, last: str, grain: Grain = Grain.DAY, zone: str = "Asia/Shanghai") -> Span:
    return span_of(first, last, grain, asked_zone=None, store_zone=zone)


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
    span = asked(given_from, given_to, Grain.HOUR)
    assert (times.iso(span.start), times.iso(span.end)) == (start, end)


def test_the_day_of_a_clock_change_has_23_or_25_hours() -> None:
    """X07"""
    days = [asked(day, day, Grain.HOUR, "Europe/Berlin") for day in ("2025-03-30", "2025-10-26")]
    assert [len(day.periods()) for day in days] == [23, 25]
    assert [(day.end - day.start).total_seconds() / 3600 for day in days] == [23, 25]
    # Half an hour comes twice there: the hour from 01:00 takes an hour and a half.
    assert len(asked("2026-04-05", "2026-04-05", Grain.HOUR, "Australia/Lord_Howe").periods()) == 24


def test_days_that_a_zone_left_out_are_no_periods() -> None:
    span = asked("2011-12-29", "2011-12-31", zone="Pacific/Apia")
    assert list(span.periods()) == ["2011-12-29", "2011-12-31"]


@pytest.mark.parametrize(
    ("first", "last", "how", "expected"),
    [
        ("2026-02-01", "2026-02-28", Comparison.PREVIOUS, ("2026-01-01", "2026-01-31")),
        ("2026-03-01", "2026-04-30", Comparison.PREVIOUS, ("2026-01-01", "2026-02-28")),
        ("2026-03-02", "2026-03-08", Comparison.PREVIOUS, ("2026-02-23", "2026-03-01")),
        ("2024-02-01", "2024-02-29", Comparison.YEAR, ("2023-02-01", "2023-02-28")),
        ("2025-02-01", "2025-02-28", Comparison.YEAR, ("2024-02-01", "2024-02-29")),
        ("2026-03-05", "2026-03-05", Comparison.YEAR, ("2025-03-05", "2025-03-05")),
    ],
)
def test_what_it_is_compared_with(first: str, last: str, how: Comparison, expected: tuple[str, str]) -> None:
    before = asked(first, last).compared(how)
    assert (f"{before.first}", f"{before.last}") == expected


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
        asked(given_from, given_to, grain)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [(pointer, code)]


@pytest.mark.parametrize("name", ["Mars/Olympus", "Asia", "../../etc/passwd", "", "/etc/localtime", "a\0b", "\ud800"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        zone_of(name)
