"""The range of a report as asked for, turned into quarter hours of UTC. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.rollup import SLOT, Grain, slot_of
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.store_time import start_of_day

LONGEST = {Grain.HOUR: 31, Grain.DAY: 400, Grain.WEEK: 800, Grain.MONTH: 800}


@dataclass(frozen=True)
class Range:
    """From `start` up to but not including `end`, both UTC and on quarter hours."""

    start: datetime
    end: datetime

    def months(self) -> list[str]:
        """The UTC months it touches, e.g. ``["2025-01", "2025-02"]``."""
        months, month = [], self.start.replace(day=1, hour=0, minute=0)
        while month < self.end:
            months.append(month.strftime("%Y-%m"))
            month = (month + timedelta(days=32)).replace(day=1)
        return months


def zone_of(name: str) -> ZoneInfo:
    """Raises Invalid (422 `unknown_timezone`)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # A folder of the database ("Asia") or a path is an OSError or ValueError, not a KeyError.
        raise Invalid.field("/timezone", "unknown_timezone", "Send an IANA time zone such as Asia/Shanghai.") from error


def range_of(given_from: str, given_to: str, grain: Grain, zone: ZoneInfo) -> Range:
    """Dates are whole days of the zone, `to` included; times are exact to the quarter hour (widened to it), `to` excluded.

    Raises Invalid: `invalid_time`, `reversed_range`, `range_too_long`.
    """
    start = slot_of(_moment("/from", given_from, zone, day_after=False))
    end = _moment("/to", given_to, zone, day_after=True)
    end = slot_of(end) if slot_of(end) == end else slot_of(end) + SLOT
    if end <= start:
        raise Invalid.field("/to", "reversed_range", "The range must end after it begins.")
    if end - start > timedelta(days=LONGEST[grain] + 1):
        raise Invalid.field("/to", "range_too_long", f"By {grain.value} at most {LONGEST[grain]} days.")
    return Range(start, end)


def _moment(pointer: str, text: str, zone: ZoneInfo, *, day_after: bool) -> datetime:
    try:
        if len(text) == len("2025-01-01"):
            return times.bounded(start_of_day(date.fromisoformat(text) + timedelta(days=int(day_after)), zone.key))
        return times.bounded(times.parse(text))
    except (ValueError, OverflowError) as error:
        detail = "Send a date (2025-01-31) or a time with its zone (2025-01-31T16:00:00Z), 1970-01-01 to 2200-01-01."
        raise Invalid.field(pointer, "invalid_time", detail) from error
