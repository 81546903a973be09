"""Which dates and times come in, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from functions.promotions.model.store_time import local
from functions.shared.http.moments import Day, From, Moment, MomentText, StoreMoment, Until
from functions.shared.http.periods import period
from functions.shared.plain import times
from functions.shared.plain.settings import settings

ABSURD = [
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "1969-12-31T23:59:59Z", "2200-01-01T00:00:01Z", "0001-01-01", "9999-12-31",
    "2026-02-30", "2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T24:00", "2026-01-31T00:00:00", "2026-01-31T00:00:00+99:00",
    "2026-W05-1",
    "20260131", "٢٠٢٦-٠١-٣١", "", " ", "now", "1e9", "x" * 5_000, 0, 1e9, -1, True, None, [], {},
]  # fmt: skip


@pytest.mark.parametrize("value", ABSURD)
def test_absurd_times_are_refused_and_never_crash(value: Any) -> None:
    """F-B8"""
    for kind in (Moment, MomentText):
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(kind).validate_python(value)
        assert refused.value.errors()[0]["type"] == "invalid_time"


@pytest.mark.parametrize("value", [v for v in ABSURD if v != "2026-01-31T00:00:00"])
def test_absurd_days_and_store_times_are_refused(value: Any) -> None:
    """F-B8"""
    for kind in (Day, From, Until, StoreMoment):
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(kind).validate_python(value)
        assert refused.value.errors()[0]["type"] == "invalid_time"


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (MomentText, "2026-01-31T16:00:00Z", "2026-01-31T16:00:00.000Z"),
        (MomentText, "2026-01-31t16:00:00.5+08:00", "2026-01-31T08:00:00.500Z"),
        (MomentText, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        (MomentText, "2200-01-01T00:00:00Z", "2200-01-01T00:00:00.000Z"),
        (StoreMoment, "2026-11-11T00:00:00", "2026-11-10T16:00:00.000Z"),
        (StoreMoment, "2026-11-11", "2026-11-10T16:00:00.000Z"),
        (StoreMoment, "2026-11-11T00:00:00Z", "2026-11-11T00:00:00.000Z"),
    ],
)
def test_what_a_text_means(kind: Any, text: str, meant: str) -> None:
    """F-B8: a date is the store's day (Shanghai in tests)."""
    assert TypeAdapter(kind).validate_python(text) == meant


@pytest.fixture
def store_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def move(zone: str) -> None:
        monkeypatch.setenv("STORE_TIMEZONE", zone)
        settings.cache_clear()

    yield move
    monkeypatch.undo()
    settings.cache_clear()


ZONED = ("2027-10-31T00:30:00Z", "2027-10-31T00:30:00.000Z", "2027-10-31t02:30:00+02:00")


@pytest.mark.parametrize("kind", [Moment, MomentText, From, Until, StoreMoment])
def test_every_kind_reads_a_time_with_its_zone_in_the_same_forms(kind: Any, store_in: Callable[[str], None]) -> None:
    """Whatever a console sends from one of its fields is taken in all of them."""
    store_in("Europe/Berlin")
    assert len({TypeAdapter(kind).validate_python(text) for text in ZONED}) == 1


def test_what_the_shop_promises_may_be_a_time_on_its_own_clock(store_in: Callable[[str], None]) -> None:
    store_in("Europe/Berlin")
    read = TypeAdapter(StoreMoment).validate_python
    forms = (*ZONED, "2027-10-31T02:30", "2027-10-31 02:30:00")
    assert len({read(text) for text in forms}) == 1, "of the hour that comes twice the first"
    assert read("2027-10-31T02:30:00+01:00") > read("2027-10-31T02:30")
    with pytest.raises(ValidationError, match="clocks go forward"):
        read("2027-03-28T02:30")


def test_a_day_that_begins_later_than_at_midnight_is_asked_for_like_others(store_in: Callable[[str], None]) -> None:
    """In Beirut clocks go forward at midnight."""
    store_in("Asia/Beirut")
    start, end = period("2027-03-28", "2027-03-28", most_days=31)
    assert (times.iso(start), times.iso(end)) == ("2027-03-27T22:00:00.000Z", "2027-03-28T21:00:00.000Z")


def test_a_span_of_one_date_is_that_whole_day_of_the_store() -> None:
    """F-B8"""
    start, end = TypeAdapter(From).validate_python("2026-03-01"), TypeAdapter(Until).validate_python("2026-03-01")
    assert (times.iso(start), times.iso(end)) == ("2026-02-28T16:00:00.000Z", "2026-03-01T16:00:00.000Z")


def test_stored_campaigns_without_bounds_can_still_be_shown() -> None:
    """F-B8: they were accepted before."""
    assert local(times.parse("9999-12-31T23:59:59Z")) == "9999-12-31T23:59:59+00:00"
