"""When a message that nobody waits for is sent, and how many of them. Pure; times are aware, hours are the reader's own.

Quiet hours are read off a clock on the wall, so a night in which clocks change is as long as it is. They and the cap are about what is not
transactional: what the law or the buyer waits for goes at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

WEEK = timedelta(days=7)
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""After each refusal by a provider; then the message goes to the dead letters of its channel."""
WORD = timedelta(minutes=5)
"""After an answer that was lost: by then the provider has told by an event that it has the message, if it has it."""
_NEAREST = timedelta(minutes=1)


@dataclass(frozen=True)
class Rules:
    """What the shop sets. `quiet_from`, `quiet_until`: `HH:MM`, both empty for none. A cap of 0 is none. `per_second`: by channel, the
    most that is given to its provider; a channel that is not named is as fast as it can be. `inbox_days`: how long an entry of the inbox
    is kept. `sms_thousand`: what 1,000 segments of text messages cost, in minor units of `sms_currency` (empty: nobody said)."""

    quiet_from: str = ""
    quiet_until: str = ""
    cap_day: int = 0
    cap_week: int = 0
    per_second: Mapping[str, int] = field(default_factory=lambda: {"email": 10, "sms": 10})
    inbox_days: int = 180
    sms_thousand: int = 0
    sms_currency: str = ""


def zone_of(*names: str) -> ZoneInfo:
    """The first that is one; UTC where none is."""
    for name in names:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def quiet_until(now: datetime, windows: Iterable[tuple[str, str]], zone: ZoneInfo) -> datetime | None:
    """When the last of the windows that `now` is in, and those that begin as it ends, are over; None: it is not quiet."""
    end, moved = now, True
    spans = [(time.fromisoformat(start), time.fromisoformat(stop)) for start, stop in windows if start and stop and start != stop]
    while moved and end - now < timedelta(days=2):
        moved = False
        for start, stop in spans:
            if (later := _end_of(end, start, stop, zone)) is not None and later > end:
                end, moved = later, True
    return end if end > now else None


def _end_of(at: datetime, start: time, stop: time, zone: ZoneInfo) -> datetime | None:
    local = at.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    inside = start <= clock < stop if start < stop else clock >= start or clock < stop
    if not inside:
        return None
    day = local.date() if clock < stop else local.date() + timedelta(days=1)
    # Counted in UTC: hours added to a local time are wrong on the night of a change.
    return max(datetime.combine(day, stop, zone).astimezone(UTC), at + _NEAREST)


def sent_since(sent: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Of messages by when they went: those of the last seven days."""
    return {name: at for name, at in sent.items() if now - times.parse(at) < WEEK}


def is_capped(sent: Mapping[str, str], rules: Rules, now: datetime, zone: ZoneInfo) -> bool:
    """Whether no further one may go today, or within these seven days."""
    today = now.astimezone(zone).date()
    of_day = sum(times.parse(at).astimezone(zone).date() == today for at in sent.values())
    return bool((rules.cap_day and of_day >= rules.cap_day) or (rules.cap_week and len(sent) >= rules.cap_week))
