"""Two weeks ahead, from what was bought until now. Pure.

A variant's day is its level × its weekday × the event of the day; an hour of orders is its share of the day. How widely both vary is
learned from forecasts made for days that are over (`bands.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from statistics import fmean

from functions.reports.model.forecast.bands import Bands, Seen, learned
from functions.reports.model.forecast.counts import quantile, spread_of
from functions.reports.model.forecast.series import HORIZON, Days, best_alpha, event_factors, is_gone, level, weekday_factors, without_gaps
from functions.shared.plain.deferred import dataclass

_YOUNG = 28
"""Days since its first sale before a variant is known well enough to have a level of its own only."""
_TRIED = (HORIZON, HORIZON + 7, 2 * HORIZON, 3 * HORIZON)
"""How many days ago forecasts are made again to learn from; each sees nothing of what came after."""
_ENOUGH = 0.9


@dataclass(frozen=True)
class Past:
    """Days that follow each other. `units`: pieces of each variant by day, of equal length, None where nothing is known. `hours`: orders of
    each day by hour of the clock (0 to 23), or None. `events`: what each day is, also the HORIZON days after them; empty for none."""

    first: date
    units: Mapping[str, Days]
    hours: Sequence[Sequence[int] | None]
    events: Sequence[str]

    def until(self, days: int) -> Past:
        return Past(self.first, {name: some[:days] for name, some in self.units.items()}, self.hours[:days], self.events[: days + HORIZON])


@dataclass(frozen=True)
class Ahead:
    """Of one variant: (low, expected, high) by day and of all days. `enough`: what nine of ten such fortnights do not exceed.
    `basis`: `own`, `young` (known for less than four weeks, nearer to what others sell), `none` (never sold, or no longer)."""

    variant_id: str
    days: list[tuple[int, float, int]]
    total: tuple[int, float, int]
    enough: int
    basis: str
    unknown_days: int = 0


@dataclass(frozen=True)
class Forecast:
    """`hours`: (low, expected, high) of orders by day and hour of the clock."""

    first: date
    variants: list[Ahead]
    hours: list[list[tuple[int, float, int]]]
    error: float | None = None
    naive_error: float | None = None
    inside: float | None = field(default=None)
    hours_inside: float | None = None
    """Of the last fortnight: Σ|miss| / Σ sold, the same for "as on that weekday a week before", and which part lay inside the intervals."""


@dataclass(frozen=True)
class _Rough:
    """Means and how they vary; no intervals yet."""

    means: list[float]
    spread: float
    basis: str
    unknown: int


def forecast(past: Past) -> Forecast:
    length = len(past.events) - HORIZON
    tries = [
        (back, _rough(past.until(length - back)), _rough_hours(past.until(length - back))) for back in _TRIED if length - back >= _YOUNG
    ]
    seen, totals, hours_seen = list[Seen](), list[Seen](), list[Seen]()
    for back, rough, (means, spread) in tries:
        seen += _seen(rough, past, length - back)
        totals += _totals_seen(rough, past, length - back)
        hours_seen += _hours_seen(means, spread, past, length - back)
    bands, hour_bands, total_spread = learned(seen), learned(hours_seen), spread_of([(one.count, one.mean) for one in totals])
    now, (means, spread) = _rough(past), _rough_hours(past)
    variants = [_ahead(name, rough, bands, total_spread) for name, rough in sorted(now.items())]
    hours = [[_triple(mean, spread, hour_bands) for mean in day] for day in means]
    measured = _measured(tries[0][1], past, length - HORIZON, bands) if tries else (None, None, None)
    first_hours = _hours_seen(*tries[0][2], past, length - HORIZON) if tries else []
    hit = [
        one for one in first_hours if hour_bands.around(one.mean, one.spread)[0] <= one.count <= hour_bands.around(one.mean, one.spread)[1]
    ]
    return Forecast(
        past.first + timedelta(days=length), variants, hours, *measured, hours_inside=len(hit) / len(first_hours) if first_hours else None
    )


def _rough(past: Past) -> dict[str, _Rough]:
    length, weekday = len(past.events) - HORIZON, past.first.weekday()
    # What nobody knows of one variant is known of the others: the whole is the sum of what is known.
    total: list[float | None] = [
        sum(known) if (known := [v for some in past.units.values() if (v := some[place]) is not None]) else None for place in range(length)
    ]
    events = past.events[:length]
    shop = weekday_factors(total, weekday, skip=[bool(one) for one in events])
    lift = event_factors(total, shop, weekday, events)
    raised = [lift.get(one, 1.0) for one in past.events]
    typical = _typical(past.units, length)
    return {name: _one(units, weekday, shop, raised, typical, length) for name, units in past.units.items()}


def _typical(units: Mapping[str, Days], length: int) -> float:
    """Pieces a day of the variant in the middle, of those that sold in the last eight weeks."""
    recent = sorted(fmean(v or 0.0 for v in some[max(0, length - 56) : length]) for some in units.values() if length)
    sold = [one for one in recent if one > 0]
    return sold[len(sold) // 2] if sold else 0.0


def _one(units: Days, weekday: int, shop: Sequence[float], raised: Sequence[float], typical: float, length: int) -> _Rough:
    begun = next((place for place, value in enumerate(units) if value), None)
    if begun is None or is_gone(units):
        return _Rough([0.0] * HORIZON, 0.0, "none", 0)
    whole = without_gaps(units)
    unknown = sum(value is None for value in whole[begun:])
    clean: list[float | None] = [None if place < begun else value for place, value in enumerate(whole)]
    bare: list[float | None] = [None if v is None else v / raised[p] for p, v in enumerate(clean)]
    own = weekday_factors(bare, weekday, shop)
    factors = [own[(weekday + place) % 7] * raised[place] for place in range(length + HORIZON)]
    base: list[float | None] = [None if v is None else v / factors[p] for p, v in enumerate(clean)]
    alpha = best_alpha(base, factors, clean)
    at, days = level(base, alpha), sum(v is not None for v in base)
    young = length - begun < _YOUNG
    if young:
        at = (days * at + 7 * typical) / (days + 7)
    lately = [(v, at * factors[p]) for p in range(max(begun, length - 91), length) if (v := clean[p]) is not None]
    basis = "none" if at < 1e-3 else "young" if young else "own"
    return _Rough([at * factors[length + h] for h in range(HORIZON)], spread_of(lately), basis, unknown)


def _rough_hours(past: Past) -> tuple[list[list[float]], float]:
    """Expected orders by day and hour, and how they vary."""
    length, weekday = len(past.events) - HORIZON, past.first.weekday()
    daily: list[float | None] = [float(sum(hours)) if hours is not None else None for hours in past.hours]
    of_days = _rough(Past(past.first, {"": daily}, [], past.events))[""].means
    shares = [_shares(past, weekday, number, length) for number in range(7)]
    means = [[of_days[h] * share for share in shares[(weekday + length + h) % 7]] for h in range(HORIZON)]
    pairs = [
        (float(count), sum(hours) * share)
        for place in range(max(0, length - 56), length)
        if (hours := past.hours[place]) is not None
        for count, share in zip(hours, shares[(weekday + place) % 7], strict=True)
    ]
    days_off = spread_of([(d, m) for d, m in _daily_misses(past, daily)])
    return means, spread_of(pairs) + days_off


def _daily_misses(past: Past, daily: Days) -> list[tuple[float, float]]:
    """How far whole days were from what would have been said a week before."""
    plain = [place for place in range(max(7, len(daily) - 56), len(daily)) if past.events[place] == past.events[place - 7] == ""]
    return [(value, before) for place in plain if (value := daily[place]) is not None and (before := daily[place - 7])]


def _shares(past: Past, weekday: int, number: int, length: int) -> list[float]:
    """Of a day's orders by hour, on that weekday of the last 12 weeks; nearer to any day's the fewer orders it rests on."""
    own, every = [0.0] * 24, [0.0] * 24
    for place in range(max(0, length - 84), length):
        hours = past.hours[place]
        if hours is None:
            continue
        for hour, count in enumerate(hours):
            every[hour] += count
            if (weekday + place) % 7 == number:
                own[hour] += count
    usual = [(value + 0.5) / (sum(every) + 12) for value in every]
    weight = sum(own) / (sum(own) + 2_000)
    return [weight * mine / (sum(own) or 1) + (1 - weight) * all_of for mine, all_of in zip(own, usual, strict=True)]


def _seen(rough: Mapping[str, _Rough], past: Past, origin: int) -> list[Seen]:
    """Days on which it was sold out say nothing, and are left out as far as they can be told."""
    found = []
    for name, one in rough.items():
        came = without_gaps(past.units[name])[origin : origin + HORIZON] if one.basis != "none" else []
        found += [Seen(mean, one.spread, int(value)) for mean, value in zip(one.means, came, strict=False) if value is not None]
    return found


def _totals_seen(rough: Mapping[str, _Rough], past: Past, origin: int) -> list[Seen]:
    found = []
    for name, one in rough.items():
        came = past.units[name][origin : origin + HORIZON]
        if all(value is not None for value in came) and sum(one.means) > 0:
            found.append(Seen(sum(one.means), one.spread, int(sum(value or 0 for value in came))))
    return found


def _hours_seen(means: Sequence[Sequence[float]], spread: float, past: Past, origin: int) -> list[Seen]:
    return [
        Seen(mean, spread, count)
        for h in range(HORIZON)
        if (hours := past.hours[origin + h]) is not None
        for mean, count in zip(means[h], hours, strict=True)
    ]


def _measured(rough: Mapping[str, _Rough], past: Past, origin: int, bands: Bands) -> tuple[float | None, float | None, float | None]:
    miss = naive = sold = 0.0
    seen = _seen(rough, past, origin)
    for name, one in rough.items():
        for h, mean in enumerate(one.means):
            value, before = past.units[name][origin + h], past.units[name][origin + h % 7 - 7]
            if value is not None and before is not None:
                miss, naive, sold = miss + abs(mean - value), naive + abs(before - value), sold + value
    inside = [low <= one.count <= high for one in seen for low, high in (bands.around(one.mean, one.spread),)]
    if not sold or not inside:
        return None, None, None
    return miss / sold, naive / sold, sum(inside) / len(inside)


def _ahead(name: str, rough: _Rough, bands: Bands, total_spread: float) -> Ahead:
    mean, spread = sum(rough.means), total_spread + rough.spread / HORIZON
    total = quantile(0.1, mean, spread), round(mean, 2), quantile(0.9, mean, spread)
    days = [_triple(one, rough.spread, bands) for one in rough.means]
    return Ahead(name, days, total, quantile(_ENOUGH, mean, spread), rough.basis, rough.unknown)


def _triple(mean: float, spread: float, bands: Bands) -> tuple[int, float, int]:
    low, high = bands.around(mean, spread)
    return low, round(mean, 2), high
