"""A delimited file as rows of cells with their line numbers. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from functions.shared.plain.files.decode import BrokenFile

SEPARATORS = (",", ";", "\t", "|")
MAX_CELL = 1_000_000


def without_hint(text: str) -> tuple[str, int]:
    """Excel's first line `sep=;` is a hint, no row; and how many lines it took."""
    hint = re.match(r"sep=(.)\r?\n", text, re.I)
    return (text[hint.end() :], 1) if hint else (text, 0)


def header_of(text: str, separator: str) -> list[str]:
    """The names of the columns if this separates them; none where it cannot."""
    try:
        start = text.lstrip("\r\n")[:MAX_CELL]
        return [name.strip() for name in next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), [])]
    except csv.Error:
        return []


def rows_of(text: str, separator: str, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells); blank lines are none. Raises BrokenFile."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise BrokenFile("broken_csv", f"The row that begins on line {line} cannot be read: {error}.", line) from error
