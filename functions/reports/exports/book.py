"""A spreadsheet of any length, made of parts: one file, with another sheet where one is full.

XlsxWriter writes every cell. A part is a sheet of it that begins at its row of the whole; only its rows are kept, packed, and laid into
the sheets of a book that has heads alone. So nobody holds more than a part, and a part can be written again.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from functions.reports.files.sheets import xlsx_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.files.csv_rows import Cell

MOST_ROWS = 1_048_576
"""Of a sheet, its head among them: more has no spreadsheet."""
_MOST_BYTES = 1_900_000_000
"""Of a sheet unpacked: beyond twice that a ZIP needs fields that not all readers know."""
_SHEET, _PIECE = "xl/worksheets/sheet{number}.xml", 1 << 20
_BEGIN, _END = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True)
class Sheet:
    """How many parts are in it, how many rows below its head, and how many bytes they are."""

    parts: int = 0
    rows: int = 0
    size: int = 0

    def takes(self, rows: int) -> bool:
        return 1 + self.rows + rows <= MOST_ROWS and self.size < _MOST_BYTES


def place_for(sheets: Sequence[Sheet], rows: int) -> tuple[list[Sheet], Sheet]:
    """The sheets that are full, and the one that the next part goes to: another one where the last has no room for it."""
    if sheets and sheets[-1].takes(rows):
        return list(sheets[:-1]), sheets[-1]
    return list(sheets), Sheet()


def part_of(rows: Sequence[Sequence[Cell]], into: Sheet) -> tuple[bytes, Sheet]:
    """The part, packed; and the sheet with it."""
    with zipfile.ZipFile(io.BytesIO(xlsx_of(rows, first=1 + into.rows))) as book:
        written = book.read(_SHEET.format(number=1))
    inside = written[written.index(_BEGIN) + len(_BEGIN) : written.rindex(_END)] if _END in written else b""
    return gzip.compress(inside, 1, mtime=0), Sheet(into.parts + 1, into.rows + len(rows), into.size + len(inside))


def book_of(parts: Iterable[bytes], head: Sequence[Cell], sheets: Sequence[Sheet], name: str) -> Iterator[bytes]:
    """The bytes of the file, piece by piece."""
    out, source = _Out(), iter(parts)
    heads = xlsx_of([head], name, sheets=max(1, len(sheets)))
    with zipfile.ZipFile(io.BytesIO(heads)) as empty, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for one in empty.infolist():
            data, number = empty.read(one), _number(one.filename)
            sheet = sheets[number - 1] if number and sheets else Sheet()
            # Sizes stand behind each file, since nothing can be written again; some readers take that of packed files only.
            entry = zipfile.ZipInfo(one.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with book.open(entry, "w") as file:
                for piece in _filled(data, sheet, source) if number else [data]:
                    file.write(piece)
                    yield out.taken()
    yield out.taken()


def _number(name: str) -> int:
    found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
    return int(found[1]) if found else 0


def _filled(empty: bytes, sheet: Sheet, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The sheet with the rows of its parts below its head."""
    empty = re.sub(rb'(<dimension ref="A1:[A-Z]+)1"', rb'\g<1>%d"' % (1 + sheet.rows), empty, count=1)
    end = empty.rindex(_END)
    yield empty[:end]
    for _ in range(sheet.parts):
        with gzip.GzipFile(fileobj=io.BytesIO(next(parts))) as part:
            while piece := part.read(_PIECE):
                yield piece
    yield empty[end:]


class _Out(io.RawIOBase):
    """What was written since it was asked last."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        before = len(self._written)
        self._written += memoryview(data)  # type: ignore[arg-type]
        return len(self._written) - before

    def taken(self) -> bytes:
        data, self._written = bytes(self._written), bytearray()
        return data
