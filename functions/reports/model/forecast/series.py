"""What a run of days says: which days tell nothing, how weekdays and events bend them, and where the level stands. Pure.

A day is None where nothing is known of it: it was not counted, or there was none to sell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

HORIZON = 14
GONE = 21
"""Days without a sale after which a variant that used to sell is no longer sold out, but no longer sold."""
_SURE = 5.0
"""So many pieces would have been sold meanwhile: by chance alone that comes to nothing less than once in a hundred times."""
_WEEKS, _SETTLES = 26, 300
ALPHAS = (0.02, 0.05, 0.1, 0.2)
Days = Sequence[float | None]


def without_gaps(units: Days) -> list[float | None]:
    """Runs of zeros that are too long for chance become None: it was sold out then, nobody knows how many would have bought. A run at the
    end that is longer than GONE stays: it is not sold any more."""
    found = list(units)
    for first, last in _too_long(units):
        if not _ends(units, first, last):
            found[first : last + 1] = [None] * (last - first + 1)
    return found


def is_gone(units: Days) -> bool:
    """Whether it used to sell, and has not for longer than GONE."""
    return any(_ends(units, first, last) for first, last in _too_long(units))


def _ends(units: Days, first: int, last: int) -> bool:
    return last == len(units) - 1 and last - first + 1 > GONE


def _too_long(units: Days) -> Iterator[tuple[int, int]]:
    """Runs of zeros in which something would have been sold, but for chance."""
    for first, last in _zero_runs(units):
        around = [v for v in [*units[max(0, first - 28) : first], *units[last + 1 : last + 15]] if v is not None]
        if around and fmean(around) * (last - first + 1) >= _SURE:
            yield first, last


def _zero_runs(units: Days) -> Iterator[tuple[int, int]]:
    """Of 3 days or more, from the first sale on."""
    begun, first = False, None
    for place, value in enumerate([*units, 1.0]):
        if value == 0 and begun:
            first = place if first is None else first
            continue
        if first is not None and place - first >= 3:
            yield first, place - 1
        first = None
        begun = begun or bool(value)


def weekday_factors(units: Days, first_weekday: int, usual: Sequence[float] | None = None, skip: Sequence[bool] = ()) -> list[float]:
    """How much of an average day each weekday has, over half a year; nearer to what is `usual` the fewer pieces it rests on."""
    sums, days = [0.0] * 7, [0] * 7
    for place in range(max(0, len(units) - 7 * _WEEKS), len(units)):
        value = units[place]
        if value is not None and not (skip and skip[place]):
            sums[(first_weekday + place) % 7] += value
            days[(first_weekday + place) % 7] += 1
    total, usual = sum(sums), list(usual or [1.0] * 7)
    mean = total / max(1, sum(days))
    weight = total / (total + _SETTLES)
    own = [(sums[n] / days[n] / mean) if days[n] and mean else usual[n] for n in range(7)]
    mixed = [weight * own[n] + (1 - weight) * usual[n] for n in range(7)]
    return [value / fmean(mixed) for value in mixed] if fmean(mixed) else [1.0] * 7


def event_factors(total: Days, weekdays: Sequence[float], first_weekday: int, events: Sequence[str]) -> dict[str, float]:
    """How many times as much is bought while each event lasts, against the two weeks before and after; events add nothing to each other."""
    plain = [v / weekdays[(first_weekday + p) % 7] if v is not None and not events[p] else None for p, v in enumerate(total)]
    found = {}
    for name in {one for one in events if one}:
        places = [p for p, one in enumerate(events[: len(total)]) if one == name]
        around = {q for p in places for q in range(max(0, p - 14), min(len(total), p + 15))}
        usual = [v for q in around if (v := plain[q]) is not None]
        there = [v / weekdays[(first_weekday + p) % 7] for p in places if (v := total[p]) is not None]
        if usual and there and fmean(usual) > 0:
            found[name] = min(10.0, max(0.1, fmean(there) / fmean(usual)))
    return found


def level(base: Days, alpha: float) -> float:
    """Exponentially weighted mean of the known days; early days weigh no more than others."""
    weight, total, summed = 1.0, 0.0, 0.0
    for value in reversed(base):
        if value is not None:
            total, summed = total + weight, summed + weight * value
            if weight < 1e-4:
                break
            weight *= 1 - alpha
    return summed / total if total else 0.0


def best_alpha(base: Days, factors: Sequence[float], units: Days) -> float:
    """The one that would have been nearest to the next two weeks' total, three times lately; 0.05 where there is too little to ask."""
    misses: Mapping[float, list[float]] = {alpha: [] for alpha in ALPHAS}
    for back in (HORIZON, 2 * HORIZON, 3 * HORIZON):
        origin = len(base) - back
        if origin < 2 * HORIZON:
            continue
        known = [(f, v) for f, v in zip(factors[origin : origin + HORIZON], units[origin : origin + HORIZON], strict=True) if v is not None]
        for alpha in ALPHAS:
            at = level(base[:origin], alpha)
            misses[alpha].append(abs(sum(at * f - v for f, v in known)))
    return min(ALPHAS, key=lambda alpha: (sum(misses[alpha]), abs(math.log(alpha / 0.05))))
