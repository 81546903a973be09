"""DuckDB over rows of counted days, within the room that a function has. One connection for all calls of a process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import duckdb

from functions.reports.model.cells import COLUMNS, Cell
from functions.reports.model.sections import ROWS, sections
from functions.reports.store.database import connect

_MEMORY = "300MB"
_TOGETHER = 2_048
"""Rows that are read together or not at all, the fewest that DuckDB knows."""
_TYPES = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
_WHOLE = ", ".join(f'coalesce("{name}", {"0" if kind == "BIGINT" else chr(39) * 2}) AS "{name}"' for name, kind in COLUMNS.items())


SECTIONED = ".sections.parquet"
"""How files with sections end; those of before 0.3 have rows alone."""


@cache
def _base() -> duckdb.DuckDBPyConnection:
    return connect(mkdtemp(prefix="cells-base-"), _MEMORY)


def parquet_of(cells: Iterable[Cell]) -> bytes:
    """Rows and sums of them (model/sections.py). The same rows are the same bytes."""
    cursor = _base().cursor()
    with TemporaryDirectory(prefix="cells-") as folder:
        rows, target = Path(folder) / "rows.jsonl", Path(folder) / "out.parquet"
        with rows.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(cell) + "\n" for cell in cells)
        read = f"read_json('{rows}', format='newline_delimited', columns={{{_TYPES}}})"
        try:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE counted AS SELECT {_WHOLE} FROM {read}")  # noqa: S608
            cursor.execute(f"COPY ({sections('counted')}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_TOGETHER})")
        finally:
            cursor.close()
        return target.read_bytes()


def has_sections(path: Path) -> bool:
    return path.name.endswith(SECTIONED)


def ask(
    sql: str,
    files: Sequence[Path],
    labels: dict[str, str] | None = None,
    values: dict[str, Any] | None = None,
    *,
    section: str = ROWS,
) -> list[tuple[Any, ...]]:
    """`sql` over the view `cells`, what this section of the files says (of files without sections, their rows), and `labels` (`name`,
    `label`). Amounts are added as whole numbers of any size."""
    cursor = _base().cursor()
    try:
        return cursor.execute(*_with_views(sql, files, labels, values, section)).fetchall()
    finally:
        cursor.close()


def file_of(sql: str, files: Sequence[Path], labels: dict[str, str], values: dict[str, Any], *, section: str = ROWS) -> bytes:
    """The same answer as a Parquet file."""
    text, given = _with_views(sql, files, labels, values, section)
    cursor = _base().cursor()
    try:
        with TemporaryDirectory(prefix="cells-") as folder:
            target = Path(folder) / "out.parquet"
            cursor.execute(f"COPY ({text}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", given)
            return target.read_bytes()
    finally:
        cursor.close()


def _with_views(
    sql: str, files: Sequence[Path], labels: dict[str, str] | None, values: dict[str, Any] | None, section: str
) -> tuple[str, dict[str, Any]]:
    labelled = dict(labels or {"": ""})
    given = {**(values or {}), "names": list(labelled), "labels": list(labelled.values())}
    known = "SELECT unnest($names) AS name, unnest($labels) AS label"
    # What begins with views of its own has them beside ours.
    text = sql.strip()
    rest = ", " + text.removeprefix("WITH ") if text.startswith("WITH ") else " " + text
    return f"WITH cells AS ({_source(files, section)}), labels AS ({known}){rest}", given


def _source(files: Sequence[Path], section: str) -> str:
    parts, whole = [], [path for path in files if has_sections(path)]
    if whole:
        parts.append(f"SELECT * FROM read_parquet([{_listed(whole)}]) WHERE section = '{section}'")  # noqa: S608 — our own names
    if former := [path for path in files if not has_sections(path)]:
        parts.append(f"SELECT '' AS section, 0 AS orders_with, * FROM read_parquet([{_listed(former)}])")  # noqa: S608
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
    return " UNION ALL BY NAME ".join(parts) or f"SELECT '' AS section, 0 AS orders_with, {columns} WHERE false"


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(f"'{path}'" for path in files)
