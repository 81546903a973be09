"""Reads a spreadsheet as its cells stand there: no library's guesses."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Read = str | float | None


def sheets_of(data: bytes) -> dict[str, list[list[Read]]]:
    """By the sheet's name its rows, which stand one below the other; raises AssertionError where one is not where it says it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [str(one.get("name")) for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")]
        return {name: list(_rows(book.read(f"xl/worksheets/sheet{number}.xml"))) for number, name in enumerate(names, 1)}


def _rows(xml: bytes) -> Iterator[list[Read]]:
    for number, row in enumerate(ElementTree.fromstring(xml).iter(f"{_MAIN}row"), 1):
        assert row.get("r") == str(number)
        cells = list[Read]()
        for cell in row.iter(f"{_MAIN}c"):
            while cell.get("r") != f"{_column(len(cells))}{number}":
                cells.append(None)
                assert len(cells) < 1_000
            is_text = cell.get("t") == "inlineStr"
            cells.append("".join(cell.itertext()) if is_text else float(str(cell.findtext(f"{_MAIN}v"))))
        yield cells


def _column(place: int) -> str:
    return chr(65 + place) if place < 26 else f"{_column(place // 26 - 1)}{chr(65 + place % 26)}"
