"""A delimited file as rows with their line numbers: which sign separates its cells, and what its columns are. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.catalog.imports.files.cells import OPTION_NAMES, OPTION_VALUES
from functions.catalog.imports.files.columns import IGNORED, METADATA, OPTION, column_of
from functions.catalog.imports.files.woocommerce_columns import is_used, is_woocommerce
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.files.decode import BrokenFile
from functions.shared.plain.files.delimited import SEPARATORS, header_of, rows_of, without_hint
from functions.shared.plain.files.formulas import unguarded

_MOST_KEPT = 30

Cells = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """Something to be told of a row: its line, the column or pointer, a stable code and a sentence."""

    line: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class Table:
    """`rows` are (line, non-empty cells by column). `remarks` are of cells nobody will use.

    `needs_handles`: Shopify's old table, in which every row has one; in its new one a title is enough. `has_handles`: the column is there.
    """

    rows: list[tuple[int, Cells]]
    needs_handles: bool = False
    has_handles: bool = False
    woocommerce: bool = False
    remarks: list[Fault] = field(default_factory=list)


def read_table(text: str, mapping: Mapping[str, str]) -> Table:
    """Raises BrokenFile. Blank lines are no rows."""
    text, before = without_hint(text)
    separator = _separator(text, mapping)
    lines = rows_of(text, separator, before)
    header = next(lines, None)
    if header is None:
        raise BrokenFile("empty_file", "The file is empty.")
    names = [name.strip().removeprefix("\ufeff") for name in header[1]]
    for name in mapping:
        if name not in names:
            raise BrokenFile("missing_columns", f"The mapping names a column {name[:60]!r} that the file does not have.", 1)
    woocommerce = not mapping and is_woocommerce(names)
    columns = [name if is_used(name) else None for name in names] if woocommerce else _columns(names, mapping)
    rows, unknown = [], dict[str, int]()
    for line, cells in lines:
        if len(cells) > len(names) and any(cells[len(names) :]):
            raise BrokenFile("broken_csv", f"Line {line} has more cells than there are columns.", line)
        row: Cells = {}
        for name, column, cell in zip(names, columns, cells, strict=False):
            if not cell.strip() or not name or column == IGNORED:
                continue
            if column is None:
                unknown.setdefault(name, line)
            else:
                row[column] = unguarded(cell)
        rows.append((line, row))
    kept = [column for column in columns if column]
    remarks = [
        Fault(line, name, "column_ignored", f"The column {name[:60]} is not known and was not used.") for name, line in unknown.items()
    ]
    rows = [(line, _with_options(row, kept)) for line, row in rows]
    return Table(rows, "Handle" in names and not mapping, "Handle" in kept, woocommerce, remarks)


def _separator(text: str, mapping: Mapping[str, str]) -> str:
    """The one with which the header has most columns that are known, or else most columns."""

    def found(separator: str) -> tuple[int, int]:
        names = header_of(text, separator)
        known = sum(1 for name in names if name and column_of(name, mapping) is not None)
        return known + (len(names) if is_woocommerce(names) else 0), len(names)

    return max(SEPARATORS, key=found)


def _columns(names: Sequence[str], mapping: Mapping[str, str]) -> list[str | None]:
    columns = [column_of(name, mapping) if name else IGNORED for name in names]
    known = [column for column in columns if column]
    if "Title" not in known and ("Handle" not in known or len(known) < 2):
        raise BrokenFile("missing_columns", "Not a product table: no column Title or Handle. A mapping can name them.", 1)
    twice = sorted({column for column in known if known.count(column) > 1})
    if any(not column.startswith(METADATA) for column in twice):
        raise BrokenFile("duplicate_columns", "A column comes twice: " + ", ".join(twice) + ".", 1)
    if len([column for column in known if column.startswith(OPTION)]) > len(OPTION_NAMES):
        raise BrokenFile("too_many_options", f"At most {len(OPTION_NAMES)} columns can be options.", 1)
    kept = 0
    for index, column in enumerate(columns):
        kept += bool(column and column.startswith(METADATA))
        if column and column.startswith(METADATA) and kept > _MOST_KEPT:
            columns[index] = None
    return columns


def _with_options(row: Cells, columns: Sequence[str]) -> Cells:
    """Columns that are options by a mapping, in the form of Shopify's pairs of columns."""
    mapped = [column for column in columns if column.startswith(OPTION)]
    for column, name, value in zip(mapped, OPTION_NAMES, OPTION_VALUES, strict=False):
        row[name] = column.removeprefix(OPTION)
        if column in row:
            row[value] = row.pop(column)
    return row
