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
_MOST_KEPT = 1_000
_numbers: dict[str, dict[Path, int]] = {}
_TOGETHER = 16_384
"""Rows that are read together or not at all."""
_AT_ONCE = 100
"""So many files are put into tables while somebody waits; of more their own rows are read."""
_ORDER = "slot, order_id, kind, product, sku, coupon, campaign, revenue, refunds"
_TYPES = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
_WHOLE = ", ".join(f'coalesce("{name}", {"0" if kind == "BIGINT" else chr(39) * 2}) AS "{name}"' for name, kind in COLUMNS.items())


SECTIONED = ".sections.parquet"
"""How files with sections end; those of days with few rows, and of before 0.3, have rows alone."""


@cache
def _base() -> duckdb.DuckDBPyConnection:
    folder = mkdtemp(prefix="cells-base-")
    base = connect(folder, _MEMORY)
    # A file, not memory: there it is packed, and a year of it fits.
    base.execute(f"ATTACH '{folder}/kept.duckdb' AS kept")
    base.execute("SET parquet_metadata_cache = true")  # a file never changes: its name holds its hash
    return base


def parquet_of(cells: Iterable[Cell], *, with_sums: bool = True) -> bytes:
    """Rows and sums of them (model/sections.py), or rows alone. The same rows are the same bytes."""
    cursor = _base().cursor()
    with TemporaryDirectory(prefix="cells-") as folder:
        rows, target = Path(folder) / "rows.jsonl", Path(folder) / "out.parquet"
        with rows.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(cell) + "\n" for cell in cells)
        read = f"SELECT {_WHOLE} FROM read_json('{rows}', format='newline_delimited', columns={{{_TYPES}}})"  # noqa: S608
        whole = sections("counted") if with_sums else f"SELECT * FROM counted ORDER BY {_ORDER}"  # noqa: S608
        try:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {read}")
            cursor.execute(f"COPY ({whole}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_TOGETHER})")
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
    table = section.replace(":", "_") if section.startswith("rows:") else "sums"
    if numbers := _kept(whole, table):
        parts.append(f"SELECT * EXCLUDE (file) FROM kept.{table} WHERE section = '{section}' AND file IN ({', '.join(map(str, numbers))})")  # noqa: S608
    elif whole:
        parts.append(f"SELECT * FROM read_parquet([{_listed(whole)}]) WHERE section = '{section}'")  # noqa: S608 — our own names
    if former := [path for path in files if not has_sections(path)]:
        parts.append(f"SELECT '' AS section, 0 AS orders_with, * FROM read_parquet([{_listed(former)}])")  # noqa: S608
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
    return " UNION ALL BY NAME ".join(parts) or f"SELECT '' AS section, 0 AS orders_with, {columns} WHERE false"


def _kept(files: Sequence[Path], table: str) -> list[int]:
    """The numbers of files whose sums, or rows in one order, are in a table of this process, which is read ten times as fast as
    thirty files are opened. None where too many would have to be put there."""
    numbers = _numbers.setdefault(table, {})
    missing = [path for path in files if path not in numbers]
    if len(missing) > _AT_ONCE:
        return []
    if len(numbers) + len(missing) > _MOST_KEPT:
        forget_tables()
        return _kept(files, table)
    wanted = f"section = '{table.replace('_', ':')}'" if table != "sums" else "section NOT LIKE 'rows:%'"
    for path in missing:
        shape = f"SELECT {len(numbers)} AS file, * FROM read_parquet('{path}') WHERE {wanted}"  # noqa: S608 — our own names
        _base().execute(f"CREATE TABLE IF NOT EXISTS kept.{table} AS {shape} LIMIT 0")
        _base().execute(f"INSERT INTO kept.{table} {shape}")
        numbers[path] = len(numbers)
    return [numbers[path] for path in files]


def forget_tables() -> None:
    for table in _numbers:
        _base().execute(f"DROP TABLE IF EXISTS kept.{table}")
    _numbers.clear()


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(f"'{path}'" for path in files)
