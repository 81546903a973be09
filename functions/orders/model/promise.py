"""When a parcel arrives: cut-off hour, working days and holidays of the store's calendar. Pure; days, never hours, are promised."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Calendar:
    """`working_days`: Monday is 0. `holidays` are days on which nothing is handed to couriers or delivered."""

    timezone: str
    cut_off_hour: int = 16
    working_days: Collection[int] = frozenset(range(7))
    holidays: Collection[date] = frozenset()

    def works(self, day: date) -> bool:
        return day.weekday() in self.working_days and day not in self.holidays


def promised_date(calendar: Calendar, now: datetime, days: int) -> date:
    """The working day on which an order placed at `now` (aware) arrives, `days` working days after it leaves.

    An order leaves on the day it is placed, from the cut-off hour on (store time) on the next working day. Counting whole local
    days keeps the answer right across a daylight-saving change.
    """
    local = now.astimezone(ZoneInfo(calendar.timezone))
    leaving = local.date() + timedelta(days=int(local.hour >= calendar.cut_off_hour))
    return _after(calendar, _next_working(calendar, leaving), days)


def _next_working(calendar: Calendar, day: date) -> date:
    # A calendar without any working day must not loop for ever; a year ahead it is taken as it is.
    for offset in range(366):
        if calendar.works(day + timedelta(days=offset)):
            return day + timedelta(days=offset)
    return day


def _after(calendar: Calendar, day: date, days: int) -> date:
    for _ in range(days):
        day = _next_working(calendar, day + timedelta(days=1))
    return day
