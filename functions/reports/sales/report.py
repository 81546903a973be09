"""A report: every period of the range, what it is compared with, and the totals of both."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.model.asked import Comparison, Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.measures import added
from functions.reports.sales.figures import Row, figures, totals
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

Sums = dict[str, int]


@dataclass(frozen=True)
class Line:
    """`before`: of the period in the same place of what it is compared with; None where that has no such place."""

    row: Row
    start: str
    before: Sums | None = None


@dataclass(frozen=True)
class Report:
    span: Span
    by: list[Dimension]
    lines: list[Line]
    totals: dict[str, Sums]
    compared: Span | None
    before: dict[str, Sums] | None


def report(span: Span, by: Sequence[Dimension], *, currency: str | None, currency_without: str, compare: Comparison | None) -> Report:
    """`currency_without`: in which nothing is told where nothing was sold."""
    rows = figures(span, by, currency)
    sums = totals(rows)
    compared = span.compared(compare) if compare else None
    earlier = figures(compared, by, currency) if compared else []
    before = totals(earlier) if compared else None
    currencies = sorted({*sums, *(before or {})}) or [currency or currency_without]
    periods = _with_found(span, rows)
    dimensions = [one for one in by if one is not Dimension.NONE]
    places, known = {row.place: row for row in rows}, dict[tuple[str, tuple[str, ...], str], Sums]()
    if compared:
        names, last = list(periods), len(periods) - 1
        at = {name: number for number, name in enumerate(_with_found(compared, earlier))}
        for row in earlier:
            # What is longer than the range ends with its last period, so that both add up.
            place = names[min(at[row.period], last)], row.keys, row.currency
            known[place] = added(known.get(place, {}), row.sums)
    filled = {*places, *known} | _empty(periods, {*places, *known}, len(dimensions), currencies)
    order = {name: number for number, name in enumerate(periods)}
    beyond = len(_with_found(compared, earlier)) if compared else 0
    lines = [
        Line(
            places.get(place, Row(*place, {})),
            periods[place[0]],
            known.get(place, {}) if order[place[0]] < beyond else None,
        )
        for place in sorted(filled, key=lambda place: (order[place[0]], place[1], place[2]))
    ]
    whole = {one: sums.get(one, {}) for one in currencies}
    whole_before = {one: before.get(one, {}) for one in currencies} if before is not None else None
    return Report(span, list(dimensions), lines, whole, compared, whole_before)


def _with_found(span: Span, rows: Sequence[Row]) -> dict[str, str]:
    """The periods, and hours of orders that were placed while the store was in another zone."""
    periods = span.periods()
    others = {row.period for row in rows} - set(periods)
    if not others:
        return periods
    starts = {**periods, **{name: times.iso(times.parse(f"{name[:16]}:00{name[16:]}")) for name in others}}
    return dict(sorted(starts.items(), key=lambda item: (item[1], item[0])))


def _empty(
    periods: dict[str, str], filled: set[tuple[str, tuple[str, ...], str]], dimensions: int, currencies: Sequence[str]
) -> set[tuple[str, tuple[str, ...], str]]:
    """Periods in which nothing happened, in each currency; crossed, with keys of nothing."""
    there = {(period, currency) for period, _, currency in filled}
    return {(period, ("",) * dimensions, currency) for period in periods for currency in currencies if (period, currency) not in there}
