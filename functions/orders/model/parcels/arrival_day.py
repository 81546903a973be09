"""The day a parcel is expected: a day where it goes, never a moment. Pure.

Couriers dress a day as midnight in UTC; read as a moment it is shown a day early west of Greenwich, and complained of too early.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from functions.shared.places import zones_of
from functions.shared.plain import times

_LONGEST = timedelta(days=366)


def day_of(text: str) -> str:
    """The day that a courier wrote, whatever time and zone stand behind it; empty for what begins with no day."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def expected_day(text: str, since: str, now: datetime) -> str:
    """The same, where it can be true: not before there was the parcel (`since`), by any clock on earth, nor after more than a year."""
    day, first = day_of(text), times.parse(since) - timedelta(days=1)
    return day if f"{first:%Y-%m-%d}" <= day <= f"{now + _LONGEST:%Y-%m-%d}" else ""


def over_at(day: str, place_code: str) -> datetime:
    """When the day has ended where the parcel goes, in UTC. Where the place has several clocks, when it has ended by all of them:
    nobody is told that a parcel is late while its day is not over. `place_code`: of a country, or of a state of one (ISO 3166-2)."""
    next_day = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time())
    return max(next_day.replace(tzinfo=zone).astimezone(UTC) for zone in zones_of(place_code))
