"""A report as a file: CSV and a spreadsheet, the same rows and columns.

Amounts are numbers in the currency's own unit. In CSV a text that a spreadsheet would take for a formula (it begins with = + - @, a tab or
a line's end) has an apostrophe before it; numbers have none, also those below 0. In the spreadsheet a text is a text cell, as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float | Decimal | None


def csv_of(rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_guarded(cell) if isinstance(cell, str) else "" if cell is None else f"{cell}" for cell in row])
    return out.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def xlsx_of(rows: Iterable[Sequence[Cell]], name: str = "report") -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            _write_row(sheet, number, row, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Cell], form: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, form)
        elif cell is not None:
            sheet.write_number(number, column, float(cell), form)
