"""The day a parcel is expected: a day where it goes, never a moment. Pure.

Couriers dress a day as midnight in UTC; read as a moment it is shown a day early west of Greenwich, and complained of too early.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from functions.shared.places import clocks_of_state
from functions.shared.plain import times

# Where one clock is the law although the tables name more than one.
_ONE_CLOCK = {"CN": "Asia/Shanghai"}
_LONGEST = timedelta(days=366)
_LAST_ON_EARTH = ZoneInfo("Etc/GMT+12")


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


def zones_of(place_code: str) -> tuple[ZoneInfo, ...]:
    """The clocks of a state where they are known, else of its country; of a country that nobody knows, the last on earth."""
    country = place_code.partition("-")[0]
    names = clocks_of_state(place_code) or clocks_of_country(country)
    return tuple(ZoneInfo(name) for name in names) or (_LAST_ON_EARTH,)


def clocks_of_country(country_code: str) -> Sequence[str]:
    if only := _ONE_CLOCK.get(country_code):
        return (only,)
    return _names().get(country_code, ())


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """From the time zone database's own table: country, place, name."""
    found: dict[str, list[str]] = {}
    for line in resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found
