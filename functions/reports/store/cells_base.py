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
from functions.reports.store.database import connect

_MEMORY = "300MB"
_TYPES = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
_WHOLE = ", ".join(f'coalesce("{name}", {"0" if kind == "BIGINT" else chr(39) * 2}) AS "{name}"' for name, kind in COLUMNS.items())


@cache
def _base() -> duckdb.DuckDBPyConnection:
    return connect(mkdtemp(prefix="cells-base-"), _MEMORY)


def parquet_of(cells: Iterable[Cell]) -> bytes:
    """The same rows are the same bytes."""
    with TemporaryDirectory(prefix="cells-") as folder:
        rows, target = Path(folder) / "rows.jsonl", Path(folder) / "out.parquet"
        rows.write_text("".join(json.dumps(cell) + "\n" for cell in cells), encoding="utf-8")
        read = f"read_json('{rows}', format='newline_delimited', columns={{{_TYPES}}})"
        order = "slot, order_id, kind, product, sku, coupon, campaign, revenue, refunds"
        _base().execute(f"COPY (SELECT {_WHOLE} FROM {read} ORDER BY {order}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
        return target.read_bytes()


def ask(
    sql: str, files: Sequence[Path], labels: dict[str, str] | None = None, values: dict[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """`sql` over the view `cells`, all rows of the files, and `labels` (`name`, `label`). Amounts are added as whole numbers of any
    size."""
    cursor = _base().cursor()
    try:
        return cursor.execute(*_with_views(sql, files, labels, values)).fetchall()
    finally:
        cursor.close()


def file_of(sql: str, files: Sequence[Path], labels: dict[str, str] | None = None, values: dict[str, Any] | None = None) -> bytes:
    """The same answer as a Parquet file."""
    text, given = _with_views(sql, files, labels, values)
    cursor = _base().cursor()
    try:
        with TemporaryDirectory(prefix="cells-") as folder:
            target = Path(folder) / "out.parquet"
            cursor.execute(f"COPY ({text}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", given)
            return target.read_bytes()
    finally:
        cursor.close()


def _with_views(
    sql: str, files: Sequence[Path], labels: dict[str, str] | None, values: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    if files:
        names = ", ".join(f"'{path}'" for path in files)
        source = f"SELECT * FROM read_parquet([{names}])"  # noqa: S608 — our own file names
    else:
        columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
        source = f"SELECT {columns} WHERE false"
    labelled = dict(labels or {"": ""})
    given = {**(values or {}), "names": list(labelled), "labels": list(labelled.values())}
    known = "SELECT unnest($names) AS name, unnest($labels) AS label"
    # What begins with views of its own has them beside ours.
    text = sql.strip()
    rest = ", " + text.removeprefix("WITH ") if text.startswith("WITH ") else " " + text
    return f"WITH cells AS ({source}), labels AS ({known}){rest}", given
