"""Who counts: DuckDB in the function, or Athena where the stage says so. The statements are the same."""

from __future__ import annotations

from collections.abc import Mapping
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

    def file(self, sql: str) -> bytes:
        return self.counted(sql)[1] if by_athena() else self.lake.parquet(sql)

    def counted(self, sql: str) -> tuple[list[dict[str, Any]], bytes]:
        """The rows, and the file of them."""
        if not by_athena():
            return self.lake.counted(sql)
        rows = ask_athena(sql, self.views)
        return rows, self.lake.parquet_of(sql, rows)


def by_athena() -> bool:
    return bool(settings().athena)
