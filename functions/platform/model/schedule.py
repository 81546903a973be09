"""When a schedule runs next. Pure.

Expressions are those of EventBridge rules (EventBridge User Guide, "Creating a rule that runs on a schedule"), in UTC, as far as the shop
has them: `rate(n minutes | hours | days)` and `cron(minute hour ? …)` of one minute, every hour or one.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_LATE = 3
"""Runs left out before a schedule counts as late: one may be under way, and the clock of a rule is a minute wide."""


def period(expression: str) -> timedelta:
    """Between two runs. Raises ValueError for an expression of another kind."""
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return int(rate[1]) * _UNITS[rate[2]]
    return timedelta(hours=1) if _cron(expression)[1] is None else timedelta(days=1)


def next_run(expression: str, now: datetime, last: datetime | None) -> datetime | None:
    """After `now`. Of a rate it follows from the `last` run (the rule counts from when it was made), so None is told before the first."""
    every = period(expression)
    if expression.startswith("rate"):
        if last is None:
            return None
        missed = max(0, (now - last) // every)
        return last + (missed + 1) * every
    minute, hour = _cron(expression)
    at = now.replace(minute=minute, second=0, microsecond=0)
    if hour is not None:
        at = at.replace(hour=hour)
    return at if at > now else at + every


def is_late(expression: str, now: datetime, last: datetime | None) -> bool:
    """Whether runs are missing. Never of one that has not run yet: it may be new."""
    return last is not None and now - last > _LATE * period(expression)


def _cron(expression: str) -> tuple[int, int | None]:
    found = re.fullmatch(r"cron\((\d+) (\*|\d+) (?:\*|\?) \* (?:\*|\?) \*\)", expression)
    if found is None:
        raise ValueError(f"{expression} is a schedule of another kind")
    return int(found[1]), None if found[2] == "*" else int(found[2])
