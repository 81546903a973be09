"""The one way dates and times come in: RFC 3339 with a zone, or `YYYY-MM-DD` for a day of the store, from 1970-01-01 to 2200-01-01. Only
what the shop promises (`StoreMoment`) may also be a time without a zone, on the store's clock: of an hour that comes twice there, the
first; one that it leaves out is refused.

Everything else is 422 `invalid_time` with its pointer. Farther from now no use of the shop lies, and nearer to the ends of the calendar
time zones, hours of grace and neighbouring months fall off it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day, utc_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONGEST = 40
_OR_LOCAL = ", or without one on the store's clock"
_OR_DATE = ", or a date such as 2026-01-31"
_FIRST_BIRTH, _EARLIEST_ZONE = date(1900, 1, 1), timedelta(hours=14)


class Bounded:
    """Marks the types of this module; an architecture test lets no other date or time into what callers send."""


def _read(value: Any, *, local: bool = False, day: bool = False, day_after: bool = False) -> datetime:
    wanted = "a time with its zone such as 2026-01-31T16:00:00Z" + (_OR_LOCAL if local else "") + (_OR_DATE if day else "")
    try:
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise ValueError("not a text of that length")
        if day and _DAY.fullmatch(value):
            moment = start_of_day(date.fromisoformat(value) + timedelta(days=int(day_after)), settings().store_timezone)
        else:
            moment = utc_of(value, settings().store_timezone) if local else times.parse(value)
        return times.bounded(moment)
    except (ValueError, OverflowError) as error:
        text = "{reason}; send {wanted}, from 1970-01-01 to 2200-01-01"
        raise PydanticCustomError("invalid_time", text, {"reason": str(error), "wanted": wanted}) from error


def _text(value: Any, **ways: bool) -> str:
    return times.iso(_read(value, **ways))


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        # Our own, in an answer: JSON has no dates.
        return value
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError("not a date")
        return times.bounded_day(date.fromisoformat(value))
    except ValueError as error:
        raise PydanticCustomError("invalid_time", "Send a date such as 2026-01-31, from 1970-01-01 to 2200-01-01") from error


def _birth_day(value: Any) -> str:
    """As text; until today wherever on earth that has begun."""
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError("not a date")
        day = date.fromisoformat(value)
        if not _FIRST_BIRTH <= day <= (clock.now() + _EARLIEST_ZONE).date():
            raise ValueError("nobody's")
    except ValueError as error:
        raise PydanticCustomError("invalid_time", "Send a date such as 1990-01-31, from 1900-01-01 to today") from error
    return value


_TIME = WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-01-31T16:00:00Z"]})
_TIME_OR_DAY = WithJsonSchema({"type": "string", "examples": ["2026-01-31", "2026-01-31T16:00:00Z"]})
_DATE = WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-01-31"]})

Moment = Annotated[datetime, BeforeValidator(_read), _TIME, Bounded()]
MomentText = Annotated[str, BeforeValidator(_text), _TIME, Bounded()]
"""As UTC text, the way it is stored."""
From = Annotated[datetime, BeforeValidator(partial(_read, day=True)), _TIME_OR_DAY, Bounded()]
"""The beginning of a span; a date is the first moment of the store's day."""
Until = Annotated[datetime, BeforeValidator(partial(_read, day=True, day_after=True)), _TIME_OR_DAY, Bounded()]
"""The end of a span, itself not included; a date is a whole day, so the span ends with it."""
StoreMoment = Annotated[
    str,
    BeforeValidator(partial(_text, local=True, day=True)),
    _TIME_OR_DAY,
    Bounded(),
]
"""Where a promise of the shop begins or ends, as UTC text; a date is the beginning of the store's day."""
Day = Annotated[date, BeforeValidator(_day), _DATE, Bounded()]
DayText = Annotated[str, BeforeValidator(lambda value: _day(value).isoformat()), _DATE, Bounded()]
BirthDay = Annotated[
    str, BeforeValidator(_birth_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["1990-01-31"]}), Bounded()
]
