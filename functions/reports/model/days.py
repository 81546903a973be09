"""Ranges of days. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from functions.shared.plain.errors import Invalid

MOST_DAYS = 400


def days_between(first: date, last: date) -> list[str]:
    """Both included. Raises Invalid (422 `reversed_range`, `range_too_long`)."""
    if last < first:
        raise Invalid.field("/to", "reversed_range", "The range must end on or after the day it begins.")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("/to", "range_too_long", f"At most {MOST_DAYS} days.")
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def months_of(days: list[str]) -> list[str]:
    return [*dict.fromkeys(day[:7] for day in days)]
