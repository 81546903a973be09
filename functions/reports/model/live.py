"""Today by the hour, and what of it is added up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.reports.model.lake_row import hour_of
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Moment:
    """Of an hour of UTC and a currency (empty: of visitors) within a day of the store; `revenue` in minor units, of orders when they are
    paid."""

    hour: str
    currency: str = ""
    orders: int = 0
    paid: int = 0
    revenue: int = 0
    visitors: int = 0


COUNTS = ("orders", "paid", "revenue", "visitors")


def moment_of(row: Mapping[str, Any]) -> Moment:
    """Of a row as `HOURS` of model/counted.py gives them; the board does not show what was refunded."""
    return Moment(**{name: value for name, value in row.items() if name != "refunded"})


@dataclass(frozen=True)
class Place:
    """Where something counts: the day of the store it is in, and the hour of UTC. An hour that midnight divides stands in both days."""

    day: str
    hour: str


def place_of(at: datetime, zone: str) -> Place:
    return Place(at.astimezone(ZoneInfo(zone)).date().isoformat(), hour_of(at))


def merged(moments: Iterable[Moment]) -> list[Moment]:
    """One for each hour and currency, in their order."""
    found: dict[tuple[str, str], Moment] = {}
    for one in moments:
        known = found.get((one.hour, one.currency), Moment(one.hour, one.currency))
        found[one.hour, one.currency] = replace(known, **{name: getattr(known, name) + getattr(one, name) for name in COUNTS})
    return [found[key] for key in sorted(found)]


def today(counted: Iterable[Moment], told: Iterable[Moment], through: str) -> list[Moment]:
    """Hours before `through` as they were counted from the lake, the others as the counters have them."""
    return merged([*(one for one in counted if one.hour < through), *(one for one in told if one.hour >= through)])
