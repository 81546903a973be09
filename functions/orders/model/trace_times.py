"""Which times of a trace can be true: not before there was the parcel, not after now, both give or take what clocks differ. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from functions.shared.plain import times
from functions.shared.plain.tracking import TraceEvent

SKEW = timedelta(minutes=15)


def believable(at: str, since: str, now: datetime) -> bool:
    return times.iso(times.parse(since) - SKEW) <= at <= times.iso(now + SKEW)


def told_apart(events: Sequence[TraceEvent], since: str, now: datetime) -> tuple[list[TraceEvent], list[TraceEvent]]:
    """(those whose time can be true, the others)"""
    good = [event for event in events if believable(event.at, since, now)]
    return good, [event for event in events if event not in good]
