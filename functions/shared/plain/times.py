"""Times as texts: RFC 3339 in and out, and how far they may lie."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

# `fromisoformat` alone also takes week dates and texts without separators.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""What callers and providers may name. Farther out, time zones and hours of grace fall off the calendar."""


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and ``Z``: fixed width, so texts sort like the times they name. A naive time raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"no time zone in {moment!r}")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse(text: str) -> datetime:
    """An aware time from RFC 3339 text. Raises ValueError for anything else, also for a time without a zone."""
    if not _RFC3339.fullmatch(text):
        raise ValueError(f"not an RFC 3339 time with its zone: {text!r}")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the years 1 to 9999") from error


def bounded(moment: datetime) -> datetime:
    """Raises ValueError before EARLIEST and after LATEST."""
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("outside of 1970-01-01 to 2200-01-01")
    return moment


def bounded_day(day: date) -> date:
    """Raises ValueError before the day of EARLIEST and after that of LATEST."""
    if not EARLIEST.date() <= day <= LATEST.date():
        raise ValueError("outside of 1970-01-01 to 2200-01-01")
    return day


def from_epoch(seconds: float) -> datetime:
    """A provider's time in seconds. Raises ValueError for one that no payment has."""
    if not EARLIEST.timestamp() <= seconds <= LATEST.timestamp():
        raise ValueError("outside of 1970-01-01 to 2200-01-01")
    return datetime.fromtimestamp(seconds, UTC)
