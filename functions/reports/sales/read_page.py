"""One page of a report without all of its lines: periods one after the other, and of many keys those in reach. ADR 126.

Totals, and which periods have anything, come from sums. What has few keys is read for a month at a time; what has many (products, SKUs)
period by period, and within one that is long by windows of keys that hold about a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from functions.reports.model.asked import Comparison, Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.periods import Grain
from functions.reports.sales.figures import Row, days_for, figures, files_for, section_of, totals
from functions.reports.sales.report import Frame, Line, Report, frame_of, lines_of, report
from functions.reports.sales.windows import rows_by_windows
from functions.reports.store.cells import Counted
from functions.reports.store.cells_base import has_sections
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.store_time import start_of_day

_DAYS = {Grain.HOUR: 1, Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31}
_MOST_PERIODS = 62


def read_page(
    span: Span,
    by: Sequence[Dimension],
    *,
    currency: str | None,
    currency_without: str,
    compare: Comparison | None,
    after: list[Any] | None,
    limit: int,
) -> Report:
    """The report with the lines after this place: more than `limit`, or all that there are."""
    if span.is_books and span.grain is Grain.HOUR:
        # Hours of orders of another zone lie between those of the next day: they are put in order as a whole.
        return report(span, by, currency=currency, currency_without=currency_without, compare=compare)
    compared = span.compared(compare) if compare else None
    dimensions: list[Dimension] = [one for one in by if one is not Dimension.NONE]
    sides = _side(span), _side(compared) if compared else None
    known = [figures(side.span, (), currency, files=side.files()) if side else [] for side in sides]
    sums, before = totals(known[0]), totals(known[1]) if compared else None
    currencies = sorted({*sums, *(before or {})}) or [currency or currency_without]
    frame = frame_of(span, compared, known[0], known[1], currencies, len(dimensions))
    lines, last = list[Line](), after
    asked = _Asked(*sides, dimensions, currency, frame, limit)
    for some in _lines(asked, after, known) if dimensions else [lines_of(frame, frame.periods, known[0], known[1])]:
        lines += some if last is None else [line for line in some if line.place > last]
        if len(lines) > limit:
            break
        last = lines[-1].place if lines else last
    whole = {one: sums.get(one, {}) for one in currencies}
    whole_before = {one: before.get(one, {}) for one in currencies} if before is not None else None
    return Report(span, dimensions, lines, whole, compared, whole_before)


@dataclass(frozen=True)
class _Side:
    """What is asked for, or what it is compared with: the range, and the days that are counted for it."""

    span: Span
    days: list[Counted]

    def files(self) -> list[Path]:
        return files_for(self.span, self.days)

    def part(self, place: int, names: Sequence[str]) -> _Side | None:
        """These periods of it, one after the other from that place on."""
        if not names:
            return None
        if self.span.is_books:
            inside = set(names)
            days = [day for day, label in self.span.labels_of_days().items() if label in inside]
            first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
            start, end = start_of_day(first, self.span.zone), start_of_day(last + timedelta(days=1), self.span.zone)
            return _Side(replace(self.span, first=first, last=last, start=start, end=end), self.days)
        starts = list(self.span.periods().values())
        end = times.parse(starts[place + len(names)]) if place + len(names) < len(starts) else self.span.end
        return _Side(replace(self.span, start=max(self.span.start, times.parse(starts[place])), end=end), self.days)


def _side(span: Span) -> _Side:
    return _Side(span, days_for(span))


@dataclass(frozen=True)
class _Asked:
    here: _Side
    there: _Side | None
    by: list[Dimension]
    currency: str | None
    frame: Frame
    limit: int


def _lines(asked: _Asked, after: list[Any] | None, known: Sequence[Sequence[Row]]) -> Iterator[list[Line]]:
    """In their order, some more with every step; the first may lie before `after`."""
    frame, same = asked.frame, asked.frame.places()
    filled = {(row.period, row.currency) for row in known[0]} | {(same[row.period], row.currency) for row in known[1]}
    names, starts = list(frame.periods), list(frame.periods.values())
    place = max(0, sum(start <= after[0] for start in starts) - 1) if after is not None else 0
    is_long = section_of(asked.here.span, asked.by).startswith("rows:") or _DAYS[asked.here.span.grain] > 1
    many = 1 if is_long else 2
    while place < len(names):
        some = names[place : place + many]
        # What the other range has more belongs to the last period.
        earlier = frame.earlier[place:] if place + many >= len(names) else frame.earlier[place : place + many]
        key = tuple(after[2:-1]) if after is not None and after[0] == starts[place] else None
        found = 0
        for rows, before in _rows(asked, asked.here.part(place, some), asked.there and asked.there.part(place, earlier), len(some), key):
            lines = lines_of(frame, some, rows, before, filled)
            found += len(lines)
            yield lines
        place, many = place + many, max(1, min(_MOST_PERIODS, asked.limit * len(some) // max(1, found)))


def _rows(
    asked: _Asked, here: _Side | None, there: _Side | None, periods: int, key: tuple[str, ...] | None
) -> Iterator[tuple[list[Row], list[Row]]]:
    both = [(side.span, side.files()) if side else (None, []) for side in (here, there)]
    files = [path for _, some in both for path in some]
    is_rows = section_of(asked.here.span, asked.by).startswith("rows:")
    if is_rows and periods == 1 and files and all(map(has_sections, files)):
        yield from rows_by_windows(both, asked.by, asked.currency, key, asked.limit)
        return
    rows = [figures(span, asked.by, asked.currency, files=some) if span else [] for span, some in both]
    yield rows[0], rows[1]
