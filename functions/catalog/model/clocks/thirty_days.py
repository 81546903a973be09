"""When the 30 days before a price began, by the clocks of the buyer's country. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from functions.catalog.model.price import LOWEST_OF
from functions.shared.places import clocks_of_country
from functions.shared.plain.selling.markets import EU

Clocks = tuple[str, ...]
"""Names of time zones."""
EU_CLOCKS: Clocks = ("Europe/Brussels",)
"""Clocks of all member states change at the same moment (Directive 2000/84/EC, Articles 2 and 3: 01:00 UTC), so 30 days are as long by each
of them, and one claim holds for every country of the Union."""
_NO_CHANGES: Clocks = ("Etc/UTC",)
SHIFTS = tuple(timedelta(minutes=minutes) for minutes in (-120, -60, -30, 0, 30, 60, 120))
"""By how much clocks on earth are set on or back."""


@lru_cache(maxsize=300)
def clocks_where(country: str) -> Clocks:
    """By ISO 3166; of a country that nobody knows, clocks that never change."""
    return EU_CLOCKS if country in EU else tuple(clocks_of_country(country)) or _NO_CHANGES


def thirty_days_before(moment: datetime, clocks: Clocks = EU_CLOCKS) -> datetime:
    """By the clock on the wall: an hour more or less than 720 hours over a change of summer time. An hour that comes twice is its first
    one, and of several clocks the one with the longer time counts: for the buyer."""
    return min((moment.astimezone(ZoneInfo(name)) - LOWEST_OF).astimezone(UTC) for name in clocks)


def possible_starts(moment: datetime) -> Sequence[datetime]:
    """The same by all clocks that there may be, the longest time first."""
    return [moment - LOWEST_OF + shift for shift in SHIFTS]
