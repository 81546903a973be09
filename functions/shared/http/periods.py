"""A time that somebody asks about: from a date or a moment on, up to another."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from functions.shared.outside import clock
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day, utc_of

_USUALLY = timedelta(days=31)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def period(start: str | None, end: str | None, *, most_days: int, whole: bool = False) -> tuple[datetime, datetime]:
    """From, and before. Dates are the store's, both included; the last 31 days, unless something else is said. `whole`: all times instead.
    Raises Invalid (422 `invalid_date`, `invalid_period`)."""
    last = _moment(end, "/to", end=True) or (_LAST if whole else clock.now() + timedelta(seconds=1))
    first = _moment(start, "/from", end=False) or (_FIRST if whole else last - _USUALLY)
    if first >= last or (not whole and last - first > timedelta(days=most_days + 1)):
        raise Invalid.field("/from", "invalid_period", f"`from` is before `to`; at most {most_days} days.")
    return first, last


def _moment(text: str | None, pointer: str, *, end: bool) -> datetime | None:
    if text is None:
        return None
    try:
        zone = settings().store_timezone
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        moment = start_of_day(day + timedelta(days=int(end)), zone) if day else utc_of(text, zone)
    except (ValueError, OverflowError) as error:
        raise Invalid.field(pointer, "invalid_date", "A date (2026-01-31) or a moment (2026-01-31T08:00:00Z).") from error
    if not _FIRST <= moment <= _LAST + timedelta(days=1):
        raise Invalid.field(pointer, "invalid_date", "From 1970-01-01 to 2200-01-01.")
    return moment
