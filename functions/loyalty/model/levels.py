"""The levels of members, as staff configure them. Pure; values are whole numbers, of what paid orders counted in the window.

    spend:  {"currency": "CNY", "points": 1, "amount": 1}: a level begins at so many minor units
    growth: {"currency": "CNY", "points": 1, "amount": 100}: one of growth for each full 1.00

Changing it recomputes nothing that was counted: an order keeps the rate that it was paid under.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta

from functions.loyalty.model.programme import Rate
from functions.shared.plain.deferred import dataclass

GROUP = "level:"
"""What audiences of campaigns name: `level:gold`. No group that staff put somebody into is called so."""


@dataclass(frozen=True)
class Level:
    """Reached at `begins`, and kept while the window still has `keeps` (not above it)."""

    code: str
    name: dict[str, str]
    begins: int
    keeps: int


@dataclass(frozen=True)
class Levels:
    """`levels`: the lowest first. `window_days`: an order counts from the day it is paid, so many days. `keep_days`: a level that was
    reached is not lost earlier."""

    enabled: bool = False
    counted: list[Rate] = field(default_factory=list)
    window_days: int = 365
    keep_days: int = 30
    levels: list[Level] = field(default_factory=list)

    def since(self, today: date) -> str:
        """The first day of the window."""
        return (today - timedelta(days=self.window_days - 1)).isoformat()

    def counting(self, currency: str) -> Rate | None:
        return next((one for one in self.counted if one.currency == currency), None) if self.enabled else None

    def named(self, code: str) -> Level | None:
        return next((one for one in self.levels if one.code == code), None) if self.enabled else None

    def rank(self, code: str) -> int:
        """0: none, or one that is configured no more."""
        return next((place for place, one in enumerate(self.levels, start=1) if one.code == code), 0)

    def reached(self, value: int) -> str:
        return next((one.code for one in reversed(self.levels) if one.begins <= value), "")

    def kept(self, value: int) -> str:
        """What somebody may stay at, from wherever they come."""
        return next((one.code for one in reversed(self.levels) if one.keeps <= value), "")

    def after(self, code: str) -> Level | None:
        """The next one above."""
        above = self.levels[self.rank(code) :] if self.enabled else []
        return above[0] if above else None
