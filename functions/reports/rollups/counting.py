"""Who counts: DuckDB in the function, or Athena where the stage says so. The statements are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.reports.store.athena import ask_athena
from functions.reports.store.duck import Lake
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Counting:
    """`lake` shows what is counted, or nothing but its columns where `views` (as Athena reads them) say what is."""

    lake: Lake
    views: Mapping[str, str]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return ask_athena(sql, self.views) if by_athena() else self.lake.ask(sql)

    def file(self, sql: str, rows: Sequence[Mapping[str, Any]] | None = None) -> bytes:
        """`rows`: what was counted already."""
        if not by_athena():
            return self.lake.parquet(sql)
        return self.lake.parquet_of(sql, self.rows(sql) if rows is None else rows)


def by_athena() -> bool:
    return bool(settings().athena)
