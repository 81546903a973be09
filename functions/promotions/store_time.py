"""Times as shopkeepers write them: with a zone, or without one, then on the clock of the store. Pure but for the store's setting."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from functions.shared import clock
from functions.shared.errors import Invalid
from functions.shared.settings import settings


def store_zone() -> ZoneInfo:
    return ZoneInfo(settings().store_timezone)


def moment(text: str, pointer: str) -> datetime:
    """UTC. Raises Invalid (422): `invalid_time`, `nonexistent_time` for an hour the clocks skip. Of an hour that comes twice, the first."""
    try:
        if text[-1:] in "Zz" or text[19:].count("+") or text[19:].count("-"):
            return clock.parse(text)
        local = datetime.fromisoformat(text).replace(tzinfo=store_zone())
        there = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid.field(pointer, "invalid_time", "Give a time like 2026-11-11T00:00:00 (store time) or with its zone.") from error
    if there.astimezone(store_zone()).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid.field(pointer, "nonexistent_time", "The store's clocks skip this hour.")
    return there


def local(at: datetime) -> str:
    """The same moment on the store's clock, e.g. `2026-11-11T00:00:00+08:00`."""
    return at.astimezone(store_zone()).isoformat(timespec="seconds")


def store_day(at: datetime) -> str:
    return at.astimezone(store_zone()).date().isoformat()
