"""The one source of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings

NOON = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "clock"
    monkeypatch.setenv("CLOCK_FILE", str(file))
    settings.cache_clear()
    yield file
    settings.cache_clear()


def test_time_stands_still_in_a_frozen_block() -> None:
    with clock.frozen(NOON):
        assert clock.now() == NOON.replace(microsecond=123000)
        with clock.frozen(NOON + timedelta(days=1)):
            assert clock.now().day == 1
        assert clock.now().day == 31
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(("content", "offset"), [("3600", 3600), ("-86400.5\n", -86400.5), ("", 0), ("  \n", 0)])
def test_the_local_stage_moves_the_clock_by_a_file(clock_file: Path, content: str, offset: float) -> None:
    clock_file.write_text(content, encoding="ascii")
    assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=offset)) < timedelta(seconds=5)


def test_without_the_file_it_is_the_real_time(clock_file: Path) -> None:
    assert not clock_file.exists()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_texts_are_of_one_width_and_read_back(moment: datetime) -> None:
    text = times.iso(moment)
    assert (len(text), text[-1]) == (24, "Z")
    assert times.parse(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31 12:00:00.5+08:00", "2026-01-31T04:00:00.500Z"),
        ("2026-01-31T12:00:00.123456789-00:30", "2026-01-31T12:30:00.123Z"),
    ],
)
def test_rfc_3339_is_read(text: str, expected: str) -> None:
    assert times.iso(times.parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026-01-31", "2026-01-31T12:00:00", "20260131T120000Z", "2026-W05-6T12:00:00Z", "2026-02-30T12:00:00Z",
        "2026-01-31T24:00:01Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "２026-01-31T12:00:00Z", "2026-01-31T12:00Z",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.parse(text)


def test_a_naive_time_has_no_text() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        times.iso(datetime(2026, 1, 31))  # noqa: DTZ001
    assert times.iso(datetime(2026, 1, 31, tzinfo=timezone(timedelta(hours=8)))) == "2026-01-30T16:00:00.000Z"
