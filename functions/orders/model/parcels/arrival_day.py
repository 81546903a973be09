"""The day a parcel is expected: a day where it goes, never a moment. Pure.

Couriers dress a day as midnight in UTC; read as a moment it is shown a day early west of Greenwich, and complained of too early.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

# Where one clock is the law although the tables name more than one.
_ONE_CLOCK = {"CN": "Asia/Shanghai"}
_LAST_ON_EARTH = ZoneInfo("Etc/GMT+12")


def day_of(text: str) -> str:
    """The day that a courier wrote, whatever time and zone stand behind it; empty for what begins with no day."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""


def over_at(day: str, country_code: str) -> datetime:
    """When the day has ended where the parcel goes, in UTC. Where a country has several clocks, when it has ended by all of them:
    nobody is told that a parcel is late while its day is not over."""
    next_day = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time())
    return max(next_day.replace(tzinfo=zone).astimezone(UTC) for zone in zones_of(country_code))


def zones_of(country_code: str) -> tuple[ZoneInfo, ...]:
    """The clocks of a country; of one that nobody knows, the last on earth."""
    if only := _ONE_CLOCK.get(country_code):
        return (ZoneInfo(only),)
    return tuple(ZoneInfo(name) for name in _names().get(country_code, ())) or (_LAST_ON_EARTH,)


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """From the time zone database's own table: country, place, name."""
    found: dict[str, list[str]] = {}
    for line in resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found
