"""Counts that vary more than pure chance: the negative binomial distribution with mean m and variance m + spread · m². Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_LARGE = 2_000.0
"""Above this mean the normal curve is as good, and much quicker."""
MOST_SPREAD = 4.0


def below(count: int, mean: float, spread: float) -> float:
    """The probability of at most `count`; 0 for a negative one."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if mean > _LARGE:
        return 0.5 * (1 + math.erf((count + 0.5 - mean) / math.sqrt(2 * (mean + spread * mean * mean))))
    total = 0.0
    for place, chance in enumerate(_chances(mean, spread)):
        total += chance
        if place == count:
            break
    return min(1.0, total)


def at_least(count: int, mean: float, spread: float) -> float:
    """The probability of `count` or more."""
    return max(0.0, 1.0 - below(count - 1, mean, spread))


def quantile(share: float, mean: float, spread: float) -> int:
    """The least count that is not exceeded with a probability of `share`."""
    if mean <= 0:
        return 0
    if mean > _LARGE:
        low, high = 0, int(mean * 4 + 20 * mean * math.sqrt(spread + 1 / mean))
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if below(middle, mean, spread) >= share else (middle + 1, high)
        return low
    total = 0.0
    for place, chance in enumerate(_chances(mean, spread)):
        total += chance
        if total >= share or place > 20 * _LARGE:
            return place
    raise AssertionError("chances never end")


def _chances(mean: float, spread: float) -> Iterable[float]:
    """Of 0, 1, 2, …; in logarithms, since that of 0 may be too small for a float."""
    if spread < 1e-6:
        log = -mean
        place = 0
        while True:
            yield math.exp(log)
            place += 1
            log += math.log(mean / place)
    size = 1 / spread
    log = size * math.log(size / (size + mean))
    step, place = math.log(mean / (size + mean)), 0
    while True:
        yield math.exp(log)
        log += step + math.log((size + place) / (place + 1))
        place += 1


def spread_of(pairs: Sequence[tuple[float, float]], *, fewest: float = 5.0) -> float:
    """By moments, from (counted, expected). 0 where fewer than `fewest` were expected in all."""
    if sum(mean for _, mean in pairs) < fewest:
        return 0.0
    squares = sum(mean * mean for _, mean in pairs)
    beyond = sum((count - mean) ** 2 - mean for count, mean in pairs)
    return min(MOST_SPREAD, max(0.0, beyond / squares))
