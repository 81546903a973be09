from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.local.clock import LocalClock, duration, moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT30M", timedelta(minutes=30)),
        ("P1D", timedelta(days=1)),
        ("P2W", timedelta(weeks=2)),
        ("P1DT2H3M4.5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("PT0S", timedelta()),
    ],
)
def test_durations(text: str, expected: timedelta) -> None:
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "30M", "PT30", "-PT1M", "P1Y", "P1M", "pt1m", "P1.5D", "P99999999999W"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(ValueError):
        duration(text)


def test_clock_advances_and_is_set(tmp_path: Path) -> None:
    clock = LocalClock(tmp_path / "clock")
    assert clock.offset() == 0
    clock.advance(timedelta(hours=1))
    clock.advance(timedelta(minutes=1))
    assert clock.file.read_text() == "3660.000"
    clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    assert timedelta() <= clock.now() - datetime(2030, 1, 1, tzinfo=UTC) < timedelta(seconds=5)


def test_a_clock_that_was_set_is_never_before_that(tmp_path: Path) -> None:
    clock, midnight = LocalClock(tmp_path / "clock"), datetime(2030, 1, 1, tzinfo=UTC)
    for _ in range(50):
        clock.set(midnight)
        assert clock.now() >= midnight


def test_time_outside_the_calendar_is_refused_and_nothing_moves(tmp_path: Path) -> None:
    clock = LocalClock(tmp_path / "clock")
    with pytest.raises(OverflowError):
        clock.advance(timedelta(days=3_000_000))
    assert clock.offset() == 0


def test_a_moment_needs_a_zone() -> None:
    assert moment("2026-01-31T16:00:00+08:00") == datetime(2026, 1, 31, 8, tzinfo=UTC)
    with pytest.raises(ValueError, match="no time zone"):
        moment("2026-01-31T16:00:00")
