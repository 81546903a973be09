"""The rows of an import file with their line numbers, and the things they make together: rows of one handle are one product. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from functions.catalog.imports.cells import unguarded
from functions.catalog.imports.decode import BrokenFile, decoded
from functions.catalog.json_bounds import json_depth, json_length

Format = Literal["shopify_csv", "ndjson"]
NEEDED = ("Handle", "Title", "Variant Price")
MAX_CELL = 1_000_000
MAX_ROWS = 100_000
MAX_DEPTH = 50

Cells = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """A row that cannot be used: its line, the column or pointer, a stable code and a sentence."""

    line: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class Group:
    """Rows that make one product. CSV: `rows` by their cells; NDJSON: `document`. `faults` are known before the shop is asked."""

    lines: list[int]
    rows: list[Cells] = field(default_factory=list)
    document: dict[str, Any] | None = None
    faults: list[Fault] = field(default_factory=list)


def read_groups(data: bytes, file_format: Format) -> list[Group]:
    """In the order of their first rows. Raises BrokenFile when the file as a whole is unusable."""
    text = decoded(data)
    groups = _csv_groups(text) if file_format == "shopify_csv" else list(_ndjson_groups(text))
    if not groups:
        raise BrokenFile("no_rows", "The file has no rows.")
    if sum(len(group.lines) for group in groups) > MAX_ROWS:
        raise BrokenFile("too_many_rows", f"At most {MAX_ROWS} rows in one file; split it.")
    _mark_repeated(groups)
    return groups


def _csv_groups(text: str) -> list[Group]:
    by_handle: dict[str, Group] = {}
    groups: list[Group] = []
    for line, row in _csv_rows(text):
        handle = row.get("Handle", "").strip()
        if not handle:
            fault = Fault(line, "Handle", "missing_handle", "Every row needs the handle of its product.")
            groups.append(Group([line], [row], faults=[fault]))
        elif handle in by_handle:
            by_handle[handle].lines.append(line)
            by_handle[handle].rows.append(row)
        else:
            by_handle[handle] = Group([line], [row])
            groups.append(by_handle[handle])
    return groups


def _csv_rows(text: str) -> Iterator[tuple[int, Cells]]:
    """(line, non-empty cells by column). Blank lines are no rows."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif header is None:
                header = _header(cells)
            elif len(cells) > len(header) and any(cells[len(header) :]):
                raise BrokenFile("broken_csv", f"Line {line} has more cells than there are columns.", line)
            else:
                yield line, {name: unguarded(cell) for name, cell in zip(header, cells, strict=False) if cell.strip() and name}
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenFile("broken_csv", f"The row that begins on line {line} cannot be read: {error}.", line) from error
    if header is None:
        raise BrokenFile("empty_file", "The file is empty.")


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BrokenFile("missing_columns", "Not a Shopify product CSV: no column " + ", ".join(missing) + ".", 1)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise BrokenFile("duplicate_columns", "A column comes twice: " + ", ".join(twice) + ".", 1)
    return names


def _ndjson_groups(text: str) -> Iterator[Group]:
    for line, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            document = json.loads(row, parse_constant=_refuse)
            if json_depth(document, MAX_DEPTH) > MAX_DEPTH or not json_length(document):
                raise ValueError(row)
        except (ValueError, RecursionError):
            yield Group([line], faults=[Fault(line, "", "invalid_json", "This line is no JSON.")])
            continue
        if isinstance(document, dict):
            yield Group([line], document=document)
        else:
            yield Group([line], faults=[Fault(line, "", "invalid_json", "A line is one JSON object.")])


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _mark_repeated(groups: list[Group]) -> None:
    """A SKU or product that comes twice in a file: the first stands, whatever comes later is a fault."""
    owners: dict[tuple[str, str], int] = {}
    for group in groups:
        for line, kind, name in _names(group):
            first = owners.setdefault((kind, name), line)
            if first != line:
                code = "duplicate_sku" if kind == "sku" else "duplicate_product"
                group.faults.append(Fault(line, kind, code, f"{name} is on line {first} as well."))


def _names(group: Group) -> Iterator[tuple[int, str, str]]:
    for line, row in zip(group.lines, group.rows, strict=False):
        if sku := row.get("Variant SKU", "").strip():
            yield line, "sku", sku
    document = group.document or {}
    for kind in ("external_id", "slug"):
        if isinstance(name := document.get(kind), str):
            yield group.lines[0], kind, name
    variants = document.get("variants")
    skus = [v.get("sku") for v in variants if isinstance(v, dict)] if isinstance(variants, list) else []
    yield from ((group.lines[0], "sku", sku) for sku in skus if isinstance(sku, str))
