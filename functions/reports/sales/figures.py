"""Figures of a range, added up from the counted days, in whatever is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from functions.reports.model.asked import Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.measures import MEASURES, added
from functions.reports.store.cells import counted_days, files_of, with_late
from functions.reports.store.cells_base import ask, file_of
from functions.shared.plain.deferred import dataclass

_SUMS = ", ".join(f'CAST(sum("{name}") AS BIGINT) AS "{name}"' for name in MEASURES)
_ORDERS_WITH = "count(DISTINCT CASE WHEN kind = 'sale' THEN order_id END) AS orders_with"


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


def figures(
    span: Span,
    by: Sequence[Dimension],
    currency: str | None = None,
    *,
    consistent: bool = False,
    files: Sequence[Path] | None = None,
    only: Sequence[str] | None = None,
) -> list[Row]:
    """Of what happened; unordered. One Query per year it touches, and the files of days that this process has not read yet; none where
    `files` are given. `only`: these periods."""  # fmt: skip
    if files is None:
        files = source_of(span, consistent=consistent)
    if not files or only == []:
        return []
    sql, labels, values = _question(span, by, currency, only)
    return [row_of(row) for row in ask(sql, files, labels, values)]


def figures_file(span: Span, by: Sequence[Dimension], currency: str | None) -> bytes:
    """The same as a Parquet file, that later counts do not change: `rows_in` reads it."""
    sql, labels, values = _question(span, by, currency, None)
    return file_of(sql, source_of(span), labels, values)


def rows_in(path: Path, only: Sequence[str]) -> list[Row]:
    """Of such a file, those of these periods."""
    sql = f"SELECT * FROM read_parquet('{path}') WHERE list_contains($only, label)"  # noqa: S608 — our own file name
    return [row_of(row) for row in ask(sql, (), None, {"only": list(only)})]


def sizes_in(path: Path) -> list[tuple[str, str, int]]:
    """Period, currency, how many rows."""
    sql = f"SELECT label, currency, count(*) FROM read_parquet('{path}') GROUP BY label, currency ORDER BY label, currency"  # noqa: S608
    return [(str(label), str(currency), int(many)) for label, currency, many in ask(sql, ())]


def _question(
    span: Span, by: Sequence[Dimension], currency: str | None, only: Sequence[str] | None
) -> tuple[str, dict[str, str], dict[str, Any]]:
    labels, source = _periods(span)
    names = [one.value for one in by if one is not Dimension.NONE]
    keys = "".join(f', "{name}"' for name in names)
    # Of the dimensions alone the names are put into the text, and they are ours.
    conditions = ['"currency" = $currency'] if currency else []
    conditions += ["list_contains($only, label)"] if only is not None else []
    wanted = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT label, currency{keys}, {_ORDERS_WITH}, {_SUMS} FROM ({source}) AS seen {wanted} GROUP BY label, currency{keys}"  # noqa: S608
    values = ({"currency": currency} if currency else {}) | ({"only": list(only)} if only is not None else {})
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
    first, last = span.utc_days()
    days = counted_days(first, last, consistent=consistent)
    return files_of([day for day in (with_late(days) if span.is_books else days) if day.rows])


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
