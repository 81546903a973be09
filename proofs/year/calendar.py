"""When each schedule of the function table runs, as EventBridge reads its expression; and the days on which clocks are changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from infra.functions.model import Schedule
from proofs.shop.table import ROWS

ZONE = "Europe/Berlin"
SCHEDULES = {row.name: row.trigger.expression for row in ROWS.values() if isinstance(row.trigger, Schedule)}
_DAILY = re.compile(r"cron\((\d+) (\d+) \* \* \? \*\)")
_HOURLY = re.compile(r"cron\((\d+) \* \* \* \? \*\)")
_RATE = re.compile(r"rate\(\d+ minutes?\)")


def changes_clocks(day: date) -> bool:
    zone = ZoneInfo(ZONE)
    begin, end = (datetime(one.year, one.month, one.day, tzinfo=zone).utcoffset() for one in (day, day + timedelta(days=1)))
    return begin != end


def runs_of(day: date) -> Iterator[tuple[datetime, str]]:
    """In order. What runs every day runs at its minute; what runs every hour or more often runs in the day's first hour, and in its first
    four (of UTC) where clocks are changed."""
    hours = range(4 if changes_clocks(day) else 1)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = []
    for name, expression in SCHEDULES.items():
        if daily := _DAILY.fullmatch(expression):
            found.append((begin + timedelta(hours=int(daily[2]), minutes=int(daily[1])), name))
        elif hourly := _HOURLY.fullmatch(expression):
            found += [(begin + timedelta(hours=hour, minutes=int(hourly[1])), name) for hour in hours]
        elif _RATE.fullmatch(expression):
            found += [(begin + timedelta(hours=hour, minutes=59), name) for hour in hours]
        else:
            raise ValueError(f"{name}: nobody here knows when {expression} is")
    return iter(sorted(found))
