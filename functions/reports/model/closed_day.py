"""A day of the store that is over: what it came to, for good. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.store_time import start_of_day

AFTER = timedelta(hours=2)
"""So long after its end it is closed: what was on its way has arrived."""
_HISTORY, _QUIET = timedelta(days=3), timedelta(hours=24)


@dataclass(frozen=True)
class ClosedDay:
    """`figures` by currency and measure (measures.py). `signature`: of `text`, in base64."""

    day: str
    closed_at: str
    figures: dict[str, dict[str, int]]
    signature: str = ""

    @property
    def text(self) -> bytes:
        """What is signed: the same for ever."""
        return f"store-day 1|{self.day}|{self.closed_at}|{canonical(self.figures)}".encode()


def canonical(figures: Mapping[str, Mapping[str, int]]) -> str:
    return json.dumps(figures, sort_keys=True, separators=(",", ":"))


def may_close(day: str, zone: str, heard: datetime, now: datetime) -> bool:
    """Two hours after its end. History that is taken in later (`heard`: when something was last booked on it, days after) comes in many
    parts: its days are closed when nothing has come for a day."""
    over = start_of_day(date.fromisoformat(day) + timedelta(days=1), zone)
    if now < over + AFTER:
        return False
    return heard - over < _HISTORY or now - heard >= _QUIET
