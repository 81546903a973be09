"""A sales report as rows of a file: the same ones that pages of it have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from functions.reports.model.dimensions import Dimension
from functions.reports.sales.report import Line
from functions.reports.sales.schemas import NAMES, figures_of, is_count
from functions.shared.plain.files.csv_rows import Cell
from functions.shared.plain.money import Money, to_decimal


def head_of(by: Sequence[Dimension], *, is_compared: bool) -> list[str]:
    compared = [f"compared_{name}" for name in NAMES] if is_compared else []
    return ["period", "start", *(one.value for one in by), "currency", *NAMES, *compared]


def rows_of(lines: Iterable[Line], *, is_compared: bool) -> Iterator[list[Cell]]:
    for line in lines:
        row = line.row
        cells: list[Cell] = [row.period, line.start, *row.keys, row.currency, *_amounts(row.sums, row.orders_with, row.currency)]
        if is_compared:
            none: list[Cell] = [None for _ in NAMES]
            cells += none if line.before is None else _amounts(line.before, line.before.get("orders", 0), row.currency)
        yield cells


def _amounts(sums: dict[str, int], orders_with: int, currency: str) -> list[Cell]:
    known = figures_of(sums, orders_with)
    return [amount if is_count(name) else to_decimal(Money(amount, currency)) for name, amount in known.items()]
