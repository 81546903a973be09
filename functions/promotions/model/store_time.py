"""Times and days on the clock of the store."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from functions.shared.plain.settings import settings


def local(at: datetime) -> str:
    """The same moment on the store's clock, e.g. `2026-11-11T00:00:00+08:00`."""
    return _there(at).isoformat(timespec="seconds")


def store_day(at: datetime) -> str:
    return _there(at).date().isoformat()


def _there(at: datetime) -> datetime:
    try:
        return at.astimezone(ZoneInfo(settings().store_timezone))
    except OverflowError:
        # Campaigns from before times were bounded may end with the year 9999.
        return at
