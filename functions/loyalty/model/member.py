"""A member and their level. Pure.

    (none) ──reached──► level ──reached──► higher level        at once, as orders are counted
    level ──dropped──► lower level or none                     by the clock alone, at the first moment of a day of the store
    any ──given──► level (or none) until `given_until` ──ended──► what the value says

What is counted lies in days of the store, so that it falls out of the window a day at a time. A refund takes it off the day that its
order was paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.loyalty.model.levels import Levels
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.store_time import start_of_day

LOOKED_AT = timedelta(days=30)
"""Whatever else: a changed programme reaches everybody within so long."""


class Why(StrEnum):
    REACHED = "reached"
    DROPPED = "dropped"
    GIVEN = "given"
    ENDED = "ended"


@dataclass(frozen=True)
class Member:
    """`counted` by day of the store (ISO). `given`: by staff, until just before `given_until`; "": no level, None: nothing was given.
    `told`: the level that was last told to hold."""

    customer_id: str
    level: str = ""
    since: str = ""
    counted: dict[str, int] = field(default_factory=dict)
    given: str | None = None
    given_until: str = ""
    told: str = ""
    version: int = 0

    @property
    def value(self) -> int:
        return max(0, sum(self.counted.values()))

    def counted_since(self, day: str) -> int:
        return max(0, sum(value for at, value in self.counted.items() if at >= day))

    def holds(self, levels: Levels, now: datetime) -> str:
        """The code of the level that counts now; empty: none."""
        code = self.given if self.is_given(now) else self.level
        return code if code and levels.named(code) else ""

    def is_given(self, now: datetime) -> bool:
        return self.given is not None and times.iso(now) < self.given_until


def counted(member: Member, day: str, by: int) -> Member:
    """`by` may be below 0."""
    days = member.counted | {day: member.counted.get(day, 0) + by}
    return replace(member, counted={one: value for one, value in days.items() if value})


def levelled(member: Member, levels: Levels, now: datetime, today: date, *, may_drop: bool) -> tuple[Member, Why | None]:
    """What the level is by the value of today. Only the clock's turn `may_drop` it."""
    begin = levels.since(today)
    after = replace(member, counted={day: value for day, value in member.counted.items() if day >= begin})
    if not levels.enabled:
        return after, None
    reached = levels.reached(after.value)
    if levels.rank(reached) > levels.rank(after.level):
        return replace(after, level=reached, since=times.iso(now)), Why.REACHED
    if not may_drop or not after.level or now < _kept_until(after, levels):
        return after, None
    kept = levels.kept(after.value)
    if levels.rank(kept) < levels.rank(after.level) or not levels.rank(after.level):
        return replace(after, level=kept, since=times.iso(now)), Why.DROPPED
    return after, None


def next_turn(member: Member, levels: Levels, now: datetime, today: date, timezone: str) -> datetime | None:
    """When the clock has to look at it again; None: never, until something is counted."""
    turns = [times.parse(member.given_until)] if member.is_given(now) else []
    if member.level or member.counted:
        turns.append(_first_day_below(member, levels, today, timezone))
    return min(turns, default=None)


def _first_day_below(member: Member, levels: Levels, today: date, timezone: str) -> datetime:
    """The first night that may take the level; no later than `LOOKED_AT`."""
    first, last = today + timedelta(days=1), today + LOOKED_AT
    level = levels.named(member.level)
    if level is None:
        return start_of_day(first if member.level and levels.enabled else last, timezone)
    below = next((day for day, value in _to_come(member, levels, today) if value < level.keeps), last)
    promised = _kept_until(member, levels).astimezone(ZoneInfo(timezone)).date() + timedelta(days=1)
    return start_of_day(min(max(first, below, promised), last), timezone)


def _to_come(member: Member, levels: Levels, today: date) -> Iterator[tuple[date, int]]:
    """From which day on it has how much, when nothing is counted any more."""
    value = member.value
    yield today, value
    for day in sorted(member.counted):
        value -= member.counted[day]
        yield date.fromisoformat(day) + timedelta(days=levels.window_days), max(0, value)


def _kept_until(member: Member, levels: Levels) -> datetime:
    return times.parse(member.since) + timedelta(days=levels.keep_days)
