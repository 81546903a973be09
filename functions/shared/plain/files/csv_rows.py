"""Rows as CSV. A text that a spreadsheet would take for a formula has an apostrophe before it; numbers have none, also those below 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from functions.shared.plain.files.formulas import guarded

CSV_TYPE = "text/csv; charset=utf-8"
Cell = str | int | float | Decimal | None


def csv_of(rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else "" if cell is None else f"{cell}" for cell in row])
    return out.getvalue()
