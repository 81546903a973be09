"""Figures of a range, added up from the counted days, in whatever is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from functions.reports.model.asked import Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.measures import MEASURES, added
from functions.reports.model.periods import Grain
from functions.reports.model.sections import ORDERS_WITH, rows_for, sums_for
from functions.reports.sales.kept import Kept
from functions.reports.store.cells import Counted, counted_days, files_of, with_late
from functions.reports.store.cells_base import ask, file_of, has_sections
from functions.shared.plain.deferred import dataclass

_SUMS = ", ".join(f'CAST(sum("{name}") AS BIGINT) AS "{name}"' for name in MEASURES)
_KNOWN = "CAST(sum(orders_with) AS BIGINT)"


@dataclass(frozen=True)
class Row:
    """`keys`: one for each dimension, empty where there is none. `orders_with`: orders that have some of it, which do not add up over
    keys."""

    period: str
    keys: tuple[str, ...]
    currency: str
    sums: dict[str, int]
    orders_with: int = 0

    @property
    def place(self) -> tuple[str, tuple[str, ...], str]:
        return self.period, self.keys, self.currency


_kept = Kept[Row](most=128, longest=2_000)


@dataclass(frozen=True)
class Window:
    """Keys of one dimension beyond `lower` (`is_from`: or from it on) up to `upto` (None: to the end), among these of another."""

    of: Dimension
    lower: str
    upto: str | None
    is_from: bool = False
    other: Dimension | None = None
    others: tuple[str, ...] = ()

    def conditions(self) -> tuple[list[str], dict[str, Any]]:
        found = [f'"{self.of}" {">=" if self.is_from else ">"} $lower']
        values: dict[str, Any] = {"lower": self.lower}
        if self.upto is not None:
            found.append(f'"{self.of}" <= $upto')
            values["upto"] = self.upto
        if self.other:
            found.append(f'list_contains($others, "{self.other}")')
            values["others"] = list(self.others)
        return found, values


def figures(
    span: Span,
    by: Sequence[Dimension],
    currency: str | None = None,
    *,
    consistent: bool = False,
    files: Sequence[Path] | None = None,
    window: Window | None = None,
    section: str | None = None,
) -> list[Row]:
    """Of what happened; unordered. One Query per year it touches, and the files of days that this process has not read yet; none where
    `files` are given. `section`: of the files; unless given, the smallest that can tell."""  # fmt: skip
    if files is None:
        files = source_of(span, consistent=consistent)
    if not files:
        return []
    section = section or section_of(span, by)
    sql, labels, values = _question(span, by, currency, files, section, window)
    question = sql, tuple(files), section, tuple(labels.items()), currency, window
    return _kept.of(question, lambda: [row_of(row) for row in ask(sql, files, labels, values, section=section)])


def count_of(span: Span, by: Sequence[Dimension], currency: str | None = None) -> int:
    """How many of them there are, without making any."""
    if not (files := source_of(span)):
        return 0
    section = section_of(span, by)
    sql, labels, values = _question(span, by, currency, files, section, None)
    ((many,),) = ask(f"SELECT count(*) FROM ({sql}) AS counted", files, labels, values, section=section)  # noqa: S608
    return int(str(many))


def forget_answers() -> None:
    _kept.forget()


def figures_file(span: Span, by: Sequence[Dimension], currency: str | None) -> bytes:
    """The same as a Parquet file, that later counts do not change: `rows_in` reads it."""
    section, files = section_of(span, by), source_of(span)
    sql, labels, values = _question(span, by, currency, files, section, None)
    return file_of(sql, files, labels, values, section=section)


def section_of(span: Span, by: Sequence[Dimension]) -> str:
    """Of sums where there are some, of rows else."""
    names = names_of(by)
    return sums_for(names, by_day=span.is_books and span.grain is not Grain.HOUR) or rows_for(names)


def names_of(by: Sequence[Dimension]) -> list[str]:
    return [one.value for one in by if one is not Dimension.NONE]


def rows_in(path: Path, only: Sequence[str]) -> list[Row]:
    """Of such a file, those of these periods."""
    sql = f"SELECT * FROM read_parquet('{path}') WHERE list_contains($only, label)"  # noqa: S608 — our own file name
    return [row_of(row) for row in ask(sql, (), None, {"only": list(only)})]


def sizes_in(path: Path) -> list[tuple[str, str, int]]:
    """Period, currency, how many rows."""
    sql = f"SELECT label, currency, count(*) FROM read_parquet('{path}') GROUP BY label, currency ORDER BY label, currency"  # noqa: S608
    return [(str(label), str(currency), int(many)) for label, currency, many in ask(sql, ())]


def _question(
    span: Span, by: Sequence[Dimension], currency: str | None, files: Sequence[Path], section: str, window: Window | None
) -> tuple[str, dict[str, str], dict[str, Any]]:
    labels, source = _periods(span)
    # Of the dimensions alone the names are put into the text, and they are ours.
    keys = "".join(f', "{name}"' for name in names_of(by))
    conditions, values = window.conditions() if window else ([], {})
    if currency:
        conditions.append('"currency" = $currency')
        values["currency"] = currency
    wanted = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with_it = f"{_KNOWN} + {ORDERS_WITH}" if section.startswith("rows:") or not all(map(has_sections, files)) else _KNOWN
    sql = f"SELECT label, currency{keys}, {with_it} AS orders_with, {_SUMS} FROM ({source}) AS seen {wanted} GROUP BY label, currency{keys}"  # noqa: S608
    return sql, labels, values


def asked_of(span: Span, sql: str, values: dict[str, Any], *, files: Sequence[Path] | None = None) -> list[tuple[Any, ...]]:
    """The answer of `sql` over `seen`: the rows of the span, with `label`, their period."""
    if files is None:
        files = source_of(span)
    if not files:
        return []
    labels, source = _periods(span)
    return ask(sql.replace("WITH ", f"WITH seen AS ({source}), ", 1), files, labels, values)


def source_of(span: Span, *, consistent: bool = False) -> list[Path]:
    """The files of the counted days in which something of it can lie."""
    return files_for(span, days_for(span, consistent=consistent))


def days_for(span: Span, *, consistent: bool = False) -> list[Counted]:
    """The counted days in which something of it can lie."""
    days = counted_days(*span.utc_days(), consistent=consistent)
    return with_late(days) if span.is_books else days


def files_for(span: Span, days: Sequence[Counted]) -> list[Path]:
    """Of these days, which are those of a range that it is a part of."""
    first, last = span.utc_days()
    inside = [one for one in days if first <= one.day <= last]
    late = {day for one in inside for day in one.also} if span.is_books else set[str]()
    return files_of([*(one for one in inside if one.rows), *(one for one in days if one.rows and one.day in late and one not in inside)])


def _periods(span: Span) -> tuple[dict[str, str], str]:
    """By which names the rows find their period, and the rows with it."""
    if not span.is_books:
        return span.labels_of_slots(), 'SELECT cells.*, labels.label FROM cells JOIN labels ON labels.name = cells."slot"'
    column = 'cells."hour"' if span.grain == "hour" else "labels.label"
    return span.labels_of_days(), f'SELECT cells.*, {column} AS label FROM cells JOIN labels ON labels.name = cells."day"'  # noqa: S608


def row_of(row: tuple[object, ...]) -> Row:
    period, currency, *rest = row
    dimensions = len(rest) - len(MEASURES) - 1
    keys, (orders_with, *sums) = rest[:dimensions], rest[dimensions:]
    known = {name: int(str(amount)) for name, amount in zip(MEASURES, sums, strict=True) if amount}
    return Row(str(period), tuple(map(str, keys)), str(currency), known, int(str(orders_with)))


def totals(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Per currency."""
    sums: dict[str, dict[str, int]] = {}
    for row in rows:
        sums[row.currency] = added(sums.get(row.currency, {}), row.sums)
    return dict(sorted(sums.items()))
