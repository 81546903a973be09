"""Hours, days, weeks and months of a time zone's own calendar. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.shared.plain.store_time import start_of_day

SLOT_MINUTES = 15
_SLOT = timedelta(minutes=SLOT_MINUTES)


class Grain(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def period_start(moment: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """The local start of the period. The repeated hour of an autumn night is two hours: their offsets tell them apart."""
    local = moment.astimezone(zone)
    if grain is Grain.HOUR:
        return local.replace(minute=0, second=0, microsecond=0)
    first = first_day(local.date(), grain)
    return datetime(first.year, first.month, first.day, tzinfo=zone)


def first_day(day: date, grain: Grain) -> date:
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain is Grain.MONTH else day


def label(start: datetime, grain: Grain) -> str:
    """``2025-03-30T02:00+02:00``, ``2025-03-30``, ``2025-W13`` (ISO 8601 weeks), ``2025-03``."""
    return start.isoformat(timespec="minutes") if grain is Grain.HOUR else label_of_day(start.date(), grain)


def label_of_day(day: date, grain: Grain) -> str:
    if grain is Grain.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.strftime("%Y-%m" if grain is Grain.MONTH else "%Y-%m-%d")


def hours_between(start: datetime, end: datetime, zone: ZoneInfo) -> dict[str, datetime]:
    """The labels of all hours with their starts, in their order. Of a day with 23, 24.5 or 25 hours so many."""
    found: dict[str, datetime] = {}
    while start < end:
        first = period_start(start, Grain.HOUR, zone)
        found.setdefault(label(first, Grain.HOUR), first)
        start += _SLOT
    return found


def days_between(first: date, last: date, zone: str) -> list[date]:
    """Both included; without days that a zone has left out (30 December 2011 of Samoa)."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if start_of_day(day, zone) < start_of_day(day + timedelta(days=1), zone)]
