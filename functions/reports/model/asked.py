"""The range of a report as asked for, and what it is compared with. Pure.

In days of the store a report shows the books: each order in the zone that the store had when it was placed. Where a time zone is named, or
a time, it shows the clock: what happened when, in that zone, to the quarter hour.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from functions.reports.model.cells import slot_of
from functions.reports.model.periods import Grain, days_between, first_day, hours_between, label, label_of_day, period_start
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.store_time import start_of_day

LONGEST = {Grain.HOUR: 31, Grain.DAY: 400, Grain.WEEK: 800, Grain.MONTH: 800}
_SLOT, _DAY = timedelta(minutes=15), timedelta(days=1)
D = TypeVar("D", date, datetime)


class Comparison(StrEnum):
    PREVIOUS = "previous"
    YEAR = "year"


@dataclass(frozen=True)
class Span:
    """From `start` up to but not including `end`, both UTC and on quarter hours. `first` and `last`: the days, if it was asked for in whole
    days. `is_books`: counted by the days that facts are booked on."""

    start: datetime
    end: datetime
    grain: Grain
    zone: str
    first: date | None
    last: date | None
    is_books: bool

    def periods(self) -> dict[str, str]:
        """All of them with their starts (UTC), in their order, also those in which nothing happened."""
        zone = ZoneInfo(self.zone)
        if self.grain is Grain.HOUR:
            return {name: times.iso(start) for name, start in hours_between(self.start, self.end, zone).items()}
        last = self.last or (self.end - _SLOT).astimezone(zone).date()
        days = days_between(self.first or self.start.astimezone(zone).date(), last, self.zone)
        starts: dict[str, str] = {}
        for day in days:
            starts.setdefault(label_of_day(day, self.grain), times.iso(start_of_day(first_day(day, self.grain), self.zone)))
        return starts

    def labels_of_days(self) -> dict[str, str]:
        """The period of every day, by which books are added up."""
        if self.first is None or self.last is None:
            return {}
        days = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        return {day.isoformat(): label_of_day(day, self.grain) for day in days}

    def labels_of_slots(self) -> dict[str, str]:
        """The period of every quarter hour, by which the clock is read."""
        found, slot, zone = dict[str, str](), self.start, ZoneInfo(self.zone)
        while slot < self.end:
            found[times.iso(slot)] = label(period_start(slot, self.grain, zone), self.grain)
            slot += _SLOT
        return found

    def utc_days(self) -> tuple[str, str]:
        """The first and last day of UTC in which something of it can lie."""
        margin = _DAY if self.is_books else timedelta()
        return (self.start - margin).date().isoformat(), (self.end - _SLOT + margin).date().isoformat()

    def compared(self, how: Comparison) -> Span:
        """As long before; the same days, or whole months, a year before (28 February for the 29th)."""
        if self.first is None or self.last is None:
            if how is Comparison.PREVIOUS:
                return replace(self, start=self.start - (self.end - self.start), end=self.start)
            return replace(self, start=_year_before(self.start), end=_year_before(self.end))
        first, last, length = self.first, self.last, (self.last - self.first).days + 1
        if how is Comparison.YEAR:
            first, last = _year_before(first), _year_before(last, is_last=_is_last_of_month(last))
        elif first.day == 1 and _is_last_of_month(last):
            months = (last.year - first.year) * 12 + last.month - first.month + 1
            first, last = _months_before(first, months), first - _DAY
        else:
            first, last = first - timedelta(days=length), first - _DAY
        start, end = start_of_day(first, self.zone), start_of_day(last + _DAY, self.zone)
        return replace(self, first=first, last=last, start=start, end=end)


def span_of(given_from: str, given_to: str, grain: Grain, *, asked_zone: str | None, store_zone: str) -> Span:
    """Dates are whole days of the zone, `to` included; times are exact to the quarter hour (widened to it), `to` excluded.

    Raises Invalid: `unknown_timezone`, `invalid_time`, `reversed_range`, `range_too_long`.
    """
    name = asked_zone or store_zone
    zone_of(name)
    first, last = _date("/from", given_from), _date("/to", given_to)
    start = times_of("/from", given_from, name, day_after=False)
    end = times_of("/to", given_to, name, day_after=True)
    end = end if slot_of(end) == end else slot_of(end) + _SLOT
    if end <= start:
        raise Invalid.field("/to", "reversed_range", "The range must end after it begins.")
    if end - start > timedelta(days=LONGEST[grain] + 1):
        raise Invalid.field("/to", "range_too_long", f"By {grain.value} at most {LONGEST[grain]} days.")
    whole = first is not None and last is not None
    return Span(slot_of(start), end, grain, name, first if whole else None, last if whole else None, whole and asked_zone is None)


def zone_of(name: str) -> ZoneInfo:
    """Raises Invalid (422 `unknown_timezone`)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # A folder of the database ("Asia") or a path is an OSError or ValueError, not a KeyError.
        raise Invalid.field("/timezone", "unknown_timezone", "Send an IANA time zone such as Asia/Shanghai.") from error


def times_of(pointer: str, text: str, zone: str, *, day_after: bool) -> datetime:
    day = _date(pointer, text)
    try:
        if day is not None:
            return times.bounded(start_of_day(day + timedelta(days=int(day_after)), zone))
        return times.bounded(times.parse(text))
    except (ValueError, OverflowError) as error:
        raise _invalid(pointer) from error


def _date(pointer: str, text: str) -> date | None:
    if len(text) != len("2025-01-01"):
        return None
    try:
        return times.bounded_day(date.fromisoformat(text))
    except ValueError as error:
        raise _invalid(pointer) from error


def _invalid(pointer: str) -> Invalid:
    detail = "Send a date (2025-01-31) or a time with its zone (2025-01-31T16:00:00Z), 1970-01-01 to 2200-01-01."
    return Invalid.field(pointer, "invalid_time", detail)


def _is_last_of_month(day: date) -> bool:
    return (day + _DAY).day == 1


def _months_before(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def _year_before(day: D, *, is_last: bool = False) -> D:
    most = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=most if is_last else min(day.day, most))
