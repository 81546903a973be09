"""A report as a file: CSV and a spreadsheet, the same rows and columns.

Amounts are numbers in the currency's own unit. In CSV a text that a spreadsheet would take for a formula (it begins with = + - @, a tab or
a line's end) has an apostrophe before it; numbers have none, also those below 0. In the spreadsheet a text is a text cell, as it is.
Spreadsheets keep 15 digits of a number: a sum that has more is a text there, since the number would be another one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from functions.shared.plain.files.csv_rows import Cell

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
_ANY_DIGITS = 10**12
"""Below it no amount has more digits than are kept: a currency has three decimals at most."""


def xlsx_of(rows: Iterable[Sequence[Cell]], name: str = "report", *, first: int = 0, sheets: int = 1) -> bytes:
    """`first`: the row that the first one becomes, 0 for the head; what begins below it has none. `sheets`: so many that are the same.
    Texts stand in their cells, so rows of one file are at home in another."""
    out = io.BytesIO()
    options: dict[str, Any] = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        bold, kept = book.add_format({"bold": True}), list(rows) if sheets > 1 else rows
        for copy in range(sheets):
            sheet = book.add_worksheet(name[:31] if copy == 0 else f"{name[:27]} {copy + 1}")
            for number, row in enumerate(kept, first):
                _write_row(sheet, number, row, bold if number == 0 else None)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Cell], form: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, form)
        elif cell is not None and _is_kept(cell):
            sheet.write_number(number, column, float(cell), form)
        elif cell is not None:
            sheet.write_string(number, column, f"{cell}", form)


def _is_kept(cell: int | float | Decimal) -> bool:
    return isinstance(cell, float) or -_ANY_DIGITS < cell < _ANY_DIGITS or Decimal(f"{cell:.15g}") == cell
