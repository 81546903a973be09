"""What the shop gives for orders, and what its points are worth. Pure; amounts are minor units, points are whole numbers.

Changing it recomputes nothing that was given: an order keeps the rate that it was paid under (earned.py).
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.store_time import start_of_day

NEVER = ""
"""The end of points that do not end."""


@dataclass(frozen=True)
class Rate:
    """Earned: `points` for each full `amount` paid. Spent: `points` take `amount` off."""

    currency: str
    points: int
    amount: int


@dataclass(frozen=True)
class Gift:
    """A piece of the variant costs `points` and no money; a customer may have `most` pieces of it in all; None: as many as they like."""

    variant_id: str
    points: int
    most: int | None = None


@dataclass(frozen=True)
class Programme:
    """`most_percent`: of what the goods of an order cost, so much can be paid in points. `pending_days`: after an order is completed,
    until its points can be used. `valid_days`: from then on; None: for ever. `notice_days`: before they end, their owner is told; 0: no."""

    enabled: bool = False
    earned: list[Rate] = field(default_factory=list)
    spent: list[Rate] = field(default_factory=list)
    most_percent: int = 50
    pending_days: int = 14
    valid_days: int | None = 365
    notice_days: int = 14
    gifts: list[Gift] = field(default_factory=list)

    def earning(self, currency: str) -> Rate | None:
        return next((one for one in self.earned if one.currency == currency), None) if self.enabled else None

    def spending(self, currency: str) -> Rate | None:
        return next((one for one in self.spent if one.currency == currency), None) if self.enabled else None

    def gift(self, variant_id: str) -> Gift | None:
        return next((one for one in self.gifts if one.variant_id == variant_id), None) if self.enabled else None

    def ends(self, released: datetime, timezone: str) -> str:
        """When points end that can be used from `released` on: with the last day of the store, so that all of a day end together."""
        if self.valid_days is None:
            return NEVER
        day = released.astimezone(ZoneInfo(timezone)).date() + timedelta(days=self.valid_days + 1)
        return times.iso(start_of_day(day, timezone))


@dataclass(frozen=True)
class Use:
    """What a cart uses: `points` that take `amount` off its goods, of `asked`. `usable`: what the account has. `most`: as many points as
    this cart takes of them. `gifts`: points that its gifts cost besides, which come first."""

    asked: int
    points: int
    amount: int
    usable: int
    most: int
    gifts: int = 0


def use(rate: Rate | None, asked: int, usable: int, goods: int, most_percent: int, gifts: int = 0) -> Use:
    """Never more points than the amount that they take off needs, nor more off than the goods cost after all other reductions."""
    if rate is None:
        return Use(asked, 0, 0, usable, 0, gifts)
    room, left = max(0, goods) * most_percent // 100, max(0, usable - gifts)
    _, most = _off(rate, left, room)
    amount, points = _off(rate, min(asked, left), room)
    return Use(asked, points, amount, usable, most, gifts)


def _off(rate: Rate, points: int, room: int) -> tuple[int, int]:
    """(amount off, the fewest points that bring it)"""
    amount = min(points * rate.amount // rate.points, room)
    return amount, -(-amount * rate.points // rate.amount)
