"""A finished day becomes one file beside those of its hours, which stay what it is made of: a scan of a month reads 30 files, not 720."""

from __future__ import annotations

from functions.reports.model.sql import FIRST_OF_EACH
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import day_key, hour_key, put_file, read_all


def compact(day: str, lake: Lake) -> bool:
    """Whether the day (of UTC) has anything."""
    files = [data for data in read_all([hour_key(f"{day}T{hour:02}") for hour in range(24)]) if data]
    if files:
        lake.show(files)
        put_file(day_key(day), lake.parquet(FIRST_OF_EACH))
    return bool(files)
