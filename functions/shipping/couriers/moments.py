"""Times of couriers: some have no zone, and some facts have no time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from functions.shared.plain import times

SHANGHAI = timezone(timedelta(hours=8))


def shanghai(text: str) -> str:
    """RFC 3339 in UTC of `2026-11-26 08:00:00`, which in China needs no zone. Raises ValueError."""
    return times.iso(times.bounded(datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)))


def given_up(last: str, silence: timedelta, received_at: str) -> str:
    """When a tracker gave up, which it does not say: after so long a silence, or when it told us so, whichever is earlier. So the same
    message tells the same however late it comes again. Empty where nothing is known."""
    after = times.iso(times.parse(last) + silence) if last else ""
    return min(filter(None, (after, received_at)), default="")
