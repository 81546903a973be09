"""How often a variant's stock was sold, and for how long what is left lasts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

SHORT_DAYS, LONG_DAYS = 14, 120


class Cover(StrEnum):
    """`gone`: nothing is left; `short`: for less than 14 days; `over`: for more than 120 days, or nobody bought it at all."""

    GONE = "gone"
    SHORT = "short"
    FINE = "fine"
    OVER = "over"


@dataclass(frozen=True)
class Turned:
    """`sold`: pieces bought in the range, also those that came back. `average`: of the days looked at; `left`: at the last look."""

    variant_id: str
    sold: int
    average: float
    left: int
    days: int

    @property
    def turnover(self) -> float | None:
        """How often the average stock was sold in the range; null without stock."""
        return round(self.sold / self.average, 4) if self.average else None

    @property
    def days_of_cover(self) -> float | None:
        """How many days `left` lasts if as many go a day as in the range; null where none went."""
        return round(self.left * self.days / self.sold, 1) if self.sold > 0 else None

    @property
    def cover(self) -> Cover:
        if self.left <= 0:
            return Cover.GONE
        lasts = self.days_of_cover
        if lasts is None or lasts > LONG_DAYS:
            return Cover.OVER
        return Cover.SHORT if lasts < SHORT_DAYS else Cover.FINE


def turned(levels: Mapping[str, Mapping[str, int]], sold: Mapping[str, int], days: int) -> list[Turned]:
    """Of every variant that was looked at or sold, by its id. `levels`: by day and variant; `days`: of the range."""
    looks = dict[str, list[int]]()
    for _, of_day in sorted(levels.items()):
        for variant, pieces in of_day.items():
            looks.setdefault(variant, []).append(pieces)
    found = []
    for variant in sorted({*looks, *(name for name, pieces in sold.items() if pieces)}):
        seen = looks.get(variant, [])
        average = sum(seen) / len(seen) if seen else 0.0
        found.append(Turned(variant, sold.get(variant, 0), average, seen[-1] if seen else 0, days))
    return found
