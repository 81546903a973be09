"""DuckDB over files of the lake, within the room that a function has. Objects are fetched and put by us: its own S3 is not bundled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from pydantic_core import to_json

from functions.reports.model.lake_row import COLUMNS, Row
from functions.reports.store.database import connect

_MEMORY = "160MB"
"""What it may take for itself; a process has some 90 MB besides."""
_NO_ROW = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
_TYPES = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())


class Lake:
    """Rows that are asked by SQL as the view `events`."""

    def __init__(self, folder: Path, base: duckdb.DuckDBPyConnection) -> None:
        self._folder, self._base = folder, base

    def show(self, files: Sequence[bytes], rows: Sequence[Row] = (), *, start: str = "", end: str = "~", day: str = "") -> None:
        """The rows of Parquet files, and others beside them, of which `start` ≤ at < `end`; `day` is what they have as `store_day`."""
        parts = []
        for number, data in enumerate(files):
            (self._folder / f"{number}.parquet").write_bytes(data)
        if files:
            names = ", ".join(f"'{self._folder}/{number}.parquet'" for number in range(len(files)))
            parts.append(f"SELECT {_names()}, 0 AS arriving FROM ({_with_all(f'[{names}]', f'SELECT {_NO_ROW}')}) AS known")  # noqa: S608 — our own file names
        if rows or not files:
            (self._folder / "rows.jsonl").write_text("".join(_line(row) for row in rows), encoding="utf-8")
            read = f"read_json('{self._folder}/rows.jsonl', format='newline_delimited', columns={{{_TYPES}}})"
            parts.append(f"SELECT {_names()}, 1 AS arriving FROM {read}")  # noqa: S608
        whole = " UNION ALL ".join(parts)
        picked = f"SELECT *, '{day}' AS store_day FROM ({whole}) AS w WHERE \"at\" >= '{start}' AND \"at\" < '{end}'"  # noqa: S608
        self._base.execute(f"CREATE OR REPLACE VIEW events AS {picked}")

    def show_files(self, name: str, files: Sequence[bytes], made_by: str) -> None:
        """The rows of Parquet files of one kind as the view `name`. `made_by`: the statement over events whose columns they have; of a file
        that was written before it had one of them, null."""
        self.hide(name)
        for number, data in enumerate(files):
            (self._folder / f"{name}-{number}.parquet").write_bytes(data)
        shape = f"WITH events AS (SELECT {_NO_ROW}, '' AS store_day LIMIT 0) SELECT * FROM ({made_by}) AS made"  # noqa: S608 — our own statement
        whole = _with_all(f"'{self._folder}/{name}-*.parquet'", shape) if files else f"SELECT * FROM ({shape}) AS none WHERE false"  # noqa: S608
        self._base.execute(f"CREATE OR REPLACE VIEW {name} AS {whole}")

    def define(self, name: str, sql: str) -> None:
        self._base.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")

    def hide(self, name: str) -> None:
        for path in self._folder.glob(f"{name}-*.parquet"):
            path.unlink()

    def parquet_of(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """The file of rows that something else counted by the statement, in the columns that it would have here."""
        self._base.execute(f"CREATE OR REPLACE TEMP TABLE counted AS SELECT * FROM ({sql}) AS shape LIMIT 0")  # noqa: S608 — our own statement
        if rows:
            names = list(rows[0])
            marks = ", ".join("?" for _ in names)
            listed = ", ".join(f'"{name}"' for name in names)
            self._base.executemany(f"INSERT INTO counted ({listed}) VALUES ({marks})", [[row[name] for name in names] for row in rows])  # noqa: S608
        return self.parquet("SELECT * FROM counted")

    def ask(self, sql: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        answer = self._base.execute(sql, values or {})
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def counted(self, sql: str) -> tuple[list[dict[str, Any]], bytes]:
        """The rows and the file of them; counted once."""
        self._base.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {sql}")
        return self.ask("SELECT * FROM counted"), self.parquet("SELECT * FROM counted")

    def parquet(self, sql: str, values: dict[str, Any] | None = None) -> bytes:
        target = self._folder / "out.parquet"
        self._base.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", values or {})
        return target.read_bytes()

    def parquet_by_hour(self, sql: str) -> dict[str, bytes]:
        """A file for each hour (`00` to `23`) in which there is something, in one go; of one day."""
        target = self._folder / "hours"
        hours = f'SELECT *, substr("at", 12, 2) AS hr FROM ({sql}) AS all_hours'  # noqa: S608 — our own statement
        self._base.execute(f"COPY ({hours}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (hr), OVERWRITE_OR_IGNORE)")
        files = {path.parent.name.removeprefix("hr="): path.read_bytes() for path in target.glob("hr=*/*.parquet")}
        rmtree(target)
        return files


def _line(row: Row) -> str:
    try:
        return to_json(vars(row)).decode() + "\n"
    except ValueError:
        # Half of a surrogate pair, which only the standard library writes.
        return json.dumps(vars(row)) + "\n"


@contextmanager
def opened() -> Iterator[Lake]:
    with TemporaryDirectory(prefix="lake-") as name, connect(name, _MEMORY) as base:
        yield Lake(Path(name), base)


def _names() -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS)


def _with_all(files: str, shape: str) -> str:
    """The rows of files, with every column that `shape` has."""
    return f"SELECT * FROM read_parquet({files}, union_by_name = true) UNION ALL BY NAME SELECT * FROM ({shape}) AS none WHERE false"  # noqa: S608
