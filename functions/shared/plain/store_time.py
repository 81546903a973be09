"""Times as people of the shop write them: with a zone, or without one and then meant in the store's own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from functions.shared.plain import times

_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d)?", re.ASCII)


def utc_of(text: str, timezone: str) -> datetime:
    """The moment named by RFC 3339 text, or by a local time of `timezone` such as ``2026-11-11T00:00:00``.

    A local time that comes twice (clocks go back) is its first one. Raises ValueError for one that never comes (clocks go forward),
    for one before 1970 or after 2200-01-01, and for anything else.
    """
    if not _LOCAL.fullmatch(text):
        return times.bounded(times.parse(text))
    local = datetime.fromisoformat(text.upper()).replace(tzinfo=ZoneInfo(timezone))
    try:
        moment = local.astimezone(UTC)
        back = moment.astimezone(local.tzinfo)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the years 1 to 9999") from error
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{text!r} does not exist in {timezone}: clocks go forward there")
    return times.bounded(moment)


def start_of_day(day: date, timezone: str) -> datetime:
    """The first moment of the day in that zone, in UTC. Where clocks go forward at midnight the day begins an hour later."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).astimezone(UTC)
