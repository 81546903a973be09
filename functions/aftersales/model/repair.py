"""A repair, and how long the shop owes one for nothing. Pure.

Directive 2019/771 Art. 10(1): a fault that shows within two years of delivery is the seller's; a shop may owe longer. Periods of months end
with the day of the same date, or with the last one of a month that has none (Regulation 1182/71 Art. 3(2)(c)).
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Repair:
    """`finding`: the diagnosis. `due`: what the buyer pays for it until `pay_until`, by the case's order (`replacement`); 0: nothing.
    `unrepaired`: why it goes back as it came. `carrier`, `waybill`: by which it goes back."""

    finding: str = ""
    due: int = 0
    pay_until: str = ""
    note: str = ""
    unrepaired: str = ""
    carrier: str = ""
    waybill: str = ""


def warranty_end(delivered_at: str, months: int, zone: ZoneInfo) -> datetime:
    """The first moment after the last day. Days are the store's."""
    arrived = times.parse(delivered_at).astimezone(zone).date()
    year, month = divmod(arrived.year * 12 + arrived.month - 1 + months, 12)
    day = min(arrived.day, calendar.monthrange(year, month + 1)[1])
    return datetime.combine(date(year, month + 1, day) + timedelta(days=1), time(), tzinfo=zone)


def unit_ends(arrivals: Sequence[tuple[str, int]], months: int, zone: ZoneInfo) -> list[str]:
    """Of each piece that has arrived, the latest first: nobody can tell which came in which parcel, so the buyer has the best of it."""
    ends = [times.iso(warranty_end(at, months, zone)) for at, pieces in arrivals for _ in range(pieces)]
    return sorted(ends, reverse=True)
