"""DuckDB over rows of counted days, within the room that a function has. One connection for all calls of a process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import duckdb

from functions.reports.model.cells import COLUMNS, Cell
from functions.reports.model.sections import ROWS, in_order, parts, rows_in_order
from functions.reports.store.database import connect

_MEMORY = "300MB"
_MOST_KEPT, _MOST_NAMES = 1_000, 20_000
_numbers: dict[str, dict[Path, int]] = {}
_months: dict[Path, MonthFile] = {}
_TOGETHER = 16_384
"""Rows that are read together or not at all."""
_AT_ONCE = 100
"""So many files are put into tables while somebody waits; of more their own rows are read, until other questions have put them there."""
_ORDER = "slot, order_id, kind, product, sku, coupon, campaign, revenue, refunds"
_TYPES = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
_WHOLE = ", ".join(f'coalesce("{name}", {"0" if kind == "BIGINT" else chr(39) * 2}) AS "{name}"' for name, kind in COLUMNS.items())


MonthFile = Callable[[str], Path | None]
"""Where a month's rows lie in the order of this dimension; None where they are there no more."""
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
        whole = in_order("made") if with_sums else f"SELECT * FROM counted ORDER BY {_ORDER}"  # noqa: S608
        try:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {read}")
            for number, part in enumerate(parts("counted") if with_sums else ()):
                cursor.execute(f"INSERT INTO made {part}" if number else f"CREATE OR REPLACE TEMP TABLE made AS {part}")
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
    if any(len(numbers) + _AT_ONCE > _MOST_KEPT for numbers in _numbers.values()):
        _drop_tables()
    parts, whole = list[str](), [path for path in files if has_sections(path)]
    if section.startswith("rows:"):
        months, whole = _by_month(whole, section.removeprefix("rows:"))
        for month, days in months.items():
            parts.append(f"SELECT * EXCLUDE (source) FROM read_parquet('{month}') WHERE source IN ({_listed([day.name for day in days])})")  # noqa: S608 — our own names
        if whole:
            parts.append(_read(whole, section))
    else:
        parts += _from_tables(whole, section)
    parts += _from_tables([path for path in files if not has_sections(path)], "")
    columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
    return " UNION ALL BY NAME ".join(parts) or f"SELECT 0 AS orders_with, {columns} WHERE false"


def lies_in(day: Path, month: MonthFile | None) -> None:
    """The rows of the day's file lie among those of its month, too (`month_of`)."""
    if month is None:
        _months.pop(day, None)
    else:
        _months[day] = month


def _by_month(files: Sequence[Path], lead: str) -> tuple[dict[Path, list[Path]], list[Path]]:
    """The files of months, each with those of its days that are asked for; and the days that are in none."""
    found, alone = dict[Path, list[Path]](), list[Path]()
    for path in files:
        month = _months[path](lead) if path in _months else None
        (found.setdefault(month, []) if month else alone).append(path)
    return found, alone


def month_of(days: Sequence[Path], lead: str) -> bytes:
    """The rows of these days in the order of a dimension, so that some of its keys are read at one place instead of one a day."""
    cursor = _base().cursor()
    try:
        with TemporaryDirectory(prefix="cells-") as folder:
            target = Path(folder) / "out.parquet"
            made = rows_in_order(lead, f"read_parquet([{_listed(days)}], filename = true)")
            cursor.execute(f"COPY ({made}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_TOGETHER})")
            return target.read_bytes()
    finally:
        cursor.close()


@lru_cache(maxsize=16)
def keys_in(files: tuple[Path, ...], lead: str) -> list[str]:
    """The keys of a dimension in their order, without the empty one: all, or some 20,000 evenly chosen. Of files that lie in no month the
    greatest tells, so that not all are opened."""
    months, alone = _by_month(files, lead)
    some = alone if months else [max(alone, key=lambda path: path.stat().st_size)]
    chosen = [*(day for days in months.values() for day in days), *some]
    names = ask(f'SELECT DISTINCT "{lead}" AS name FROM cells WHERE "{lead}" <> \'\' ORDER BY name', chosen, section=f"rows:{lead}")  # noqa: S608
    return [name for (name,) in names[:: 1 + len(names) // _MOST_NAMES]]


def _from_tables(files: Sequence[Path], section: str) -> list[str]:
    """What files say in this section (empty: files without sections, all their rows). From a table of this process, which is read ten times
    as fast as files are opened; of so many files that nobody should wait until all are in it, each question puts some there."""
    numbers = _numbers.setdefault(section, {})
    missing = [path for path in files if path not in numbers]
    some, rest = missing[:_AT_ONCE], missing[_AT_ONCE:]
    if some:
        place = f"{len(numbers) - 1} + list_position([{_listed(some)}], filename)"
        shape = (
            f"SELECT CAST({place} AS INTEGER) AS file, * EXCLUDE (filename) FROM ({_read(some, section, ', filename = true')}) AS new_ones"  # noqa: S608 — our own names
        )
        _base().execute(f'CREATE TABLE IF NOT EXISTS kept."{_table(section)}" AS {shape} LIMIT 0')
        _base().execute(f'INSERT INTO kept."{_table(section)}" {shape}')
        numbers.update({path: len(numbers) + place for place, path in enumerate(some)})
    known = ", ".join(str(numbers[path]) for path in files if path in numbers)
    found = [f'SELECT * EXCLUDE (file) FROM kept."{_table(section)}" WHERE file IN ({known})'] if known else []  # noqa: S608
    return [*found, *([_read(rest, section)] if rest else [])]


def _read(files: Sequence[Path], section: str, how: str = "") -> str:
    if not section:
        return f"SELECT 0 AS orders_with, * FROM read_parquet([{_listed(files)}]{how})"  # noqa: S608 — our own names
    return f"SELECT * EXCLUDE (section) FROM read_parquet([{_listed(files)}]{how}) WHERE section = '{section}'"  # noqa: S608


def _table(section: str) -> str:
    return section or "whole"


def _drop_tables() -> None:
    for section in _numbers:
        _base().execute(f'DROP TABLE IF EXISTS kept."{_table(section)}"')
    _numbers.clear()


def forget_tables() -> None:
    _drop_tables()
    _months.clear()


def _listed(files: Sequence[Path | str]) -> str:
    return ", ".join(f"'{path}'" for path in files)
