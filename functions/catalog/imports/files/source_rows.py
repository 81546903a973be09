"""The rows of an import file, and the things they make together: rows of one handle are one product. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from functions.catalog.imports.files.group_woocommerce import woocommerce_groups
from functions.catalog.imports.files.tables import Cells, Fault, Table, read_table
from functions.catalog.model.json_bounds import json_depth, json_length
from functions.shared.plain.amounts import DecimalMark, decimal_mark_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.files.decode import BrokenFile, decoded
from functions.shared.plain.lost_text import LOST

Format = Literal["csv", "shopify_csv", "ndjson"]
MAX_ROWS = 100_000
MAX_ROWS_OF_ONE = 1_000
MAX_DEPTH = 50
_AMOUNTS = ("Variant Price", "Variant Compare At Price", "Cost per item", "Regular price", "Sale price")

__all__ = ["Cells", "Fault", "Format", "Group", "read_groups"]


@dataclass(frozen=True)
class Group:
    """Rows that make one product. CSV: `rows` by their cells; NDJSON: `document`. `faults` are known before the shop is asked.

    `repeated` are (line, first line): rows whose SKU an earlier row has. `remarks` are told, whatever becomes of the rows.
    """

    lines: list[int]
    rows: list[Cells] = field(default_factory=list)
    document: dict[str, Any] | None = None
    faults: list[Fault] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    woocommerce: bool = False
    decimal_mark: DecimalMark | None = None


def read_groups(data: bytes, file_format: Format, *, charset: str | None = None, mapping: Mapping[str, str] | None = None) -> list[Group]:
    """In the order of their first rows. Raises BrokenFile when the file as a whole is unusable."""
    text = decoded(data, charset)
    groups = list(_ndjson_groups(text)) if file_format == "ndjson" else _csv_groups(read_table(text, mapping or {}))
    if not groups:
        raise BrokenFile("no_rows", "The file has no rows.")
    if sum(len(group.lines) for group in groups) > MAX_ROWS:
        raise BrokenFile("too_many_rows", f"At most {MAX_ROWS} rows in one file; split it.")
    for group in groups:
        if len(group.lines) > MAX_ROWS_OF_ONE:
            detail = f"At most {MAX_ROWS_OF_ONE} rows make one product; these are {len(group.lines)}."
            group.faults.append(Fault(group.lines[0], "", "too_many_rows", detail))
    _mark_repeated(groups)
    return groups


def _csv_groups(table: Table) -> list[Group]:
    mark = decimal_mark_of(row[name] for _, row in table.rows for name in _AMOUNTS if name in row)
    if table.woocommerce:
        found = woocommerce_groups(table.rows)
        groups = [Group(lines, rows, faults=faults, woocommerce=True, decimal_mark=mark) for lines, rows, faults in found]
    else:
        groups = _by_handle(table, mark)
    _attach(table.remarks, groups)
    return groups


def _by_handle(table: Table, mark: DecimalMark | None) -> list[Group]:
    by_handle: dict[str, Group] = {}
    groups: list[Group] = []
    last = ""
    for line, row in table.rows:
        handle = row.get("Handle", "").strip() or ("" if table.needs_handles else row.get("Title", "").strip())
        if not handle and not table.has_handles:
            # Without handles a row without a title goes on with the product above it.
            handle = last
        last = handle
        if not handle:
            fault = Fault(line, "Handle", "missing_handle", "A row needs the handle of its product, or its title.")
            groups.append(Group([line], [row], faults=[fault]))
        elif handle in by_handle:
            by_handle[handle].lines.append(line)
            by_handle[handle].rows.append(row)
        else:
            by_handle[handle] = Group([line], [{**row, "Handle": handle}], decimal_mark=mark)
            groups.append(by_handle[handle])
    return groups


def _attach(remarks: Sequence[Fault], groups: Iterable[Group]) -> None:
    by_line = {line: group for group in groups for line in group.lines}
    for remark in remarks:
        by_line[remark.line].remarks.append(remark)


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
        if LOST in json.dumps(document, ensure_ascii=False):
            yield Group([line], faults=[Fault(line, "", "unknown_encoding", "Characters of this line were lost on the way here (U+FFFD).")])
        elif isinstance(document, dict):
            yield Group([line], document=document)
        else:
            yield Group([line], faults=[Fault(line, "", "invalid_json", "A line is one JSON object.")])


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _mark_repeated(groups: list[Group]) -> None:
    """A SKU that comes twice in a table belongs to its first row; the later ones get one of their own. In NDJSON it is a fault."""
    owners: dict[tuple[str, str], int] = {}
    for group in groups:
        for line, kind, name in _names(group):
            first = owners.setdefault((kind, name), line)
            if first != line and group.document is None:
                group.repeated.append((line, first))
            elif first != line:
                code = "duplicate_sku" if kind == "sku" else "duplicate_product"
                group.faults.append(Fault(line, kind, code, f"{name} is on line {first} as well."))


def _names(group: Group) -> Iterator[tuple[int, str, str]]:
    column = "SKU" if group.woocommerce else "Variant SKU"
    for line, row in zip(group.lines, group.rows, strict=False):
        if sku := row.get(column, "").strip():
            yield line, "sku", sku
    document = group.document or {}
    for kind in ("external_id", "slug"):
        if isinstance(name := document.get(kind), str):
            yield group.lines[0], kind, name
    variants = document.get("variants")
    skus = [v.get("sku") for v in variants if isinstance(v, dict)] if isinstance(variants, list) else []
    yield from ((group.lines[0], "sku", sku) for sku in skus if isinstance(sku, str))
