"""Rows as CSV. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line's end) has an apostrophe before
it; numbers have none, also those below 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

CSV_TYPE = "text/csv; charset=utf-8"
Cell = str | int | float | Decimal | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_guarded(cell) if isinstance(cell, str) else "" if cell is None else f"{cell}" for cell in row])
    return out.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
