"""A report: every period of the range, what it is compared with, and the totals of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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

    @property
    def place(self) -> list[Any]:
        """By which lines are ordered; a page goes on after one."""
        return [self.start, self.row.period, *self.row.keys, self.row.currency]


@dataclass(frozen=True)
class Report:
    span: Span
    by: list[Dimension]
    lines: list[Line]
    totals: dict[str, Sums]
    compared: Span | None
    before: dict[str, Sums] | None


@dataclass(frozen=True)
class Frame:
    """What rows are put into: every period with its start, in their order; the periods of what it is compared with; and the currencies."""

    periods: dict[str, str]
    earlier: list[str]
    currencies: list[str]
    dimensions: int

    def places(self) -> dict[str, str]:
        """Of each period of what it is compared with the one in the same place; what is longer than the range ends with its last period, so
        that both add up."""
        names = list(self.periods)
        return {earlier: names[min(number, len(names) - 1)] for number, earlier in enumerate(self.earlier)}


def report(span: Span, by: Sequence[Dimension], *, currency: str | None, currency_without: str, compare: Comparison | None) -> Report:
    """`currency_without`: in which nothing is told where nothing was sold."""
    dimensions: list[Dimension] = [one for one in by if one is not Dimension.NONE]
    compared = span.compared(compare) if compare else None
    rows = figures(span, dimensions, currency)
    earlier = figures(compared, dimensions, currency) if compared else []
    sums, before = totals(rows), totals(earlier) if compared else None
    currencies = sorted({*sums, *(before or {})}) or [currency or currency_without]
    frame = frame_of(span, compared, rows, earlier, currencies, len(dimensions))
    whole = {one: sums.get(one, {}) for one in currencies}
    whole_before = {one: before.get(one, {}) for one in currencies} if before is not None else None
    return Report(span, dimensions, lines_of(frame, frame.periods, rows, earlier), whole, compared, whole_before)


def frame_of(
    span: Span, compared: Span | None, rows: Sequence[Row], earlier: Sequence[Row], currencies: Sequence[str], dimensions: int
) -> Frame:
    there = list(_with_found(compared, earlier)) if compared else []
    return Frame(_with_found(span, rows), there, list(currencies), dimensions)


def lines_of(
    frame: Frame, names: Iterable[str], rows: Sequence[Row], earlier: Sequence[Row], filled: Iterable[tuple[str, str]] = ()
) -> list[Line]:
    """Of these periods, with the rows that lie in them and those that are compared with them. `filled`: periods and currencies that have
    rows besides."""
    places, known = {row.place: row for row in rows}, dict[tuple[str, tuple[str, ...], str], Sums]()
    if earlier:
        same = frame.places()
        for row in earlier:
            place = same[row.period], row.keys, row.currency
            known[place] = added(known.get(place, {}), row.sums)
    there = {*places, *known}
    order = {name: number for number, name in enumerate(frame.periods)}
    return [
        Line(
            places.get(place, Row(*place, {})),
            frame.periods[place[0]],
            known.get(place, {}) if order[place[0]] < len(frame.earlier) else None,
        )
        for place in sorted(there | _empty(names, there, set(filled), frame), key=lambda place: (order[place[0]], place[1], place[2]))
    ]


def _with_found(span: Span, rows: Sequence[Row]) -> dict[str, str]:
    """The periods, and hours of orders that were placed while the store was in another zone."""
    periods = span.periods()
    others = {row.period for row in rows} - set(periods)
    if not others:
        return periods
    starts = {**periods, **{name: times.iso(times.parse(f"{name[:16]}:00{name[16:]}")) for name in others}}
    return dict(sorted(starts.items(), key=lambda item: (item[1], item[0])))


def _empty(
    periods: Iterable[str], places: set[tuple[str, tuple[str, ...], str]], filled: set[tuple[str, str]], frame: Frame
) -> set[tuple[str, tuple[str, ...], str]]:
    """Periods in which nothing happened, in each currency; crossed, with keys of nothing."""
    there = filled | {(period, currency) for period, _, currency in places}
    nothing = ("",) * frame.dimensions
    return {(period, nothing, currency) for period in periods for currency in frame.currencies if (period, currency) not in there}
