"""How wide an interval must be to hold four of five counts: found from how wide it should have been lately. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from functions.reports.model.forecast.counts import below, quantile
from functions.shared.plain.deferred import dataclass

WANTED = 0.8
CLASSES = (0.5, 2.0, 8.0)
"""Means at which another width is looked for: few pieces come in steps, of which each is wider than one would have it."""
_FEWEST = 60
_WIDTHS = [0.3 + 0.01 * number for number in range(70)]


@dataclass(frozen=True)
class Seen:
    """What was expected, how much it varies, and what came."""

    mean: float
    spread: float
    count: int


@dataclass(frozen=True)
class Bands:
    """`widths`: the share that the distribution itself should hold, by class of means, so that WANTED of what comes is inside."""

    widths: list[float] = field(default_factory=lambda: [WANTED] * (len(CLASSES) + 1))

    def around(self, mean: float, spread: float) -> tuple[int, int]:
        width = self.widths[class_of(mean)]
        return quantile((1 - width) / 2, mean, spread), quantile((1 + width) / 2, mean, spread)


def class_of(mean: float) -> int:
    return sum(mean >= edge for edge in CLASSES)


def learned(seen: Sequence[Seen]) -> Bands:
    """A class with too little to learn from keeps the plain width."""
    widths = []
    for number in range(len(CLASSES) + 1):
        points = [(below(one.count - 1, one.mean, one.spread), below(one.count, one.mean, one.spread)) for one in seen
                  if class_of(one.mean) == number and one.mean > 0]  # fmt: skip
        widths.append(_width(points) if len(points) >= _FEWEST else WANTED)
    return Bands(widths)


def _width(points: Sequence[tuple[float, float]]) -> float:
    def held(width: float) -> float:
        low, high = (1 - width) / 2, (1 + width) / 2
        return sum(upto >= low and under < high for under, upto in points) / len(points)

    return min(_WIDTHS, key=lambda width: (abs(held(width) - WANTED), width))
