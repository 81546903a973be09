import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest

from functions.reports.exports import book
from functions.reports.exports.book import Sheet, book_of, part_of, place_for
from functions.reports.files.sheets import xlsx_of
from functions.shared.plain.files.csv_rows import Cell
from tests.unit.reports.sheets import sheets_of

HEAD: list[Cell] = ["sku", "net"]


def made(counts: list[int]) -> tuple[bytes, list[Sheet]]:
    parts, sheets, number = list[bytes](), list[Sheet](), 0
    for many in counts:
        rows: list[list[Cell]] = [[f"={number + place} <&> 茶\x0b🍵", Decimal(f"-{number + place}.5")] for place in range(many)]
        number += many
        sheets, sheet = place_for(sheets, many)
        part, sheet = part_of(rows, sheet)
        parts.append(part)
        sheets.append(sheet)
    return b"".join(book_of(parts, HEAD, sheets, "sales")), sheets


def test_parts_are_one_sheet_as_if_it_was_written_at_once() -> None:
    """Issue 12: every cell, its kind, its row and the size that the sheet says it has."""
    data, _ = made([3, 0, 1, 4])
    rows: list[list[Cell]] = [[f"={number} <&> 茶\x0b🍵", Decimal(f"-{number}.5")] for number in range(8)]
    at_once = xlsx_of([HEAD, *rows], "sales")
    assert sheets_of(data) == sheets_of(at_once)
    assert len(sheets_of(data)["sales"]) == 9
    with zipfile.ZipFile(io.BytesIO(data)) as one, zipfile.ZipFile(io.BytesIO(at_once)) as other:
        assert one.testzip() is None
        assert one.namelist() == other.namelist()
        sheets = [opened.read("xl/worksheets/sheet1.xml") for opened in (one, other)]
        assert sheets[0] == sheets[1], "the same bytes"


def test_what_a_sheet_cannot_hold_goes_to_the_next_with_its_own_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 1,048,576 rows the head is one; the last part of a full sheet ends there, to the row."""
    monkeypatch.setattr(book, "MOST_ROWS", 6)
    data, sheets = made([3, 2, 1, 5, 4, 0])
    assert [(one.parts, one.rows) for one in sheets] == [(2, 5), (1, 1), (1, 5), (2, 4)]
    found = sheets_of(data)
    assert [*found] == ["sales", "sales 2", "sales 3", "sales 4"]
    assert all(rows[0] == ["sku", "net"] for rows in found.values())
    assert [number for rows in found.values() for _, number in rows[1:]] == [-number - 0.5 for number in range(15)]


def test_a_sheet_is_full_to_the_row_that_spreadsheets_end_at() -> None:
    assert Sheet(1, 1_048_574).takes(1)
    assert not Sheet(1, 1_048_575).takes(1)
    assert not Sheet(1, 5, 1_900_000_000).takes(1)


def test_no_rows_are_a_head() -> None:
    assert sheets_of(b"".join(book_of([], HEAD, [], "sales"))) == {"sales": [["sku", "net"]]}


def test_one_part_is_in_memory_at_a_time() -> None:
    """A book of 300,000 rows is joined in less memory than two of its thirty parts take."""
    one, sheet = part_of([[f"sku-{place:07d}" * 20, Decimal(place)] for place in range(10_000)], Sheet())
    unpacked = sheet.size

    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield bytes(one)

    tracemalloc.start()
    try:
        size = sum(map(len, book_of(parts(), HEAD, [Sheet(30, 300_000, unpacked * 30)], "sales")))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > len(one)
    assert most < 2 * unpacked
    assert re.search(r"^\d+$", str(size))
