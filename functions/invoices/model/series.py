"""Numbers of documents: one series per legal entity and name, without gaps, begun anew each year if the entity wants it so. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from functions.shared.plain.deferred import dataclass

_DIGITS = 6


@dataclass(frozen=True)
class Series:
    """`year` 0: it goes on for ever."""

    entity_id: str
    name: str
    year: int = 0

    def number(self, n: int) -> str:
        """`INV-2026-000001`; the year is that of the day of issue."""
        return "-".join([self.name, *([str(self.year)] if self.year else []), f"{n:0{_DIGITS}d}"])


def issue_day(at: datetime, timezone: str) -> date:
    """The day of the moment where the legal entity is."""
    return at.astimezone(ZoneInfo(timezone)).date()


def series_on(day: date, entity_id: str, name: str, *, yearly: bool) -> Series:
    return Series(entity_id, name, day.year if yearly else 0)
