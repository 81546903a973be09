"""Counted days of UTC: a Parquet file each in the data bucket, `sales-cells/dt=2026-01-31/<hash of it>.parquet` (`….sections.parquet` of
days with many rows, which have sums besides), and an item that says which is the one that counts. A new file is written beside the old
one, which goes when the item names the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from functions.reports.store.cells_base import SECTIONED, forget_tables, lies_in
from functions.reports.store.records import ReportsTable, cells_pk
from functions.shared.outside import aws
from functions.shared.outside.objects import delete_object, get_object, put_object
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Exists, Put

PREFIX, PARQUET = "sales-cells", "application/vnd.apache.parquet"
_AT_ONCE, _MOST_KEPT = 16, 1_000
_files: dict[str, Path] = {}
"""By their keys: a warm function has the days it was asked for before."""


@dataclass(frozen=True)
class Counted:
    """`key`: where the day's rows lie; `also`: other days of UTC, among whose rows are some that are booked on a day of the store that
    begins in this one, because they were told too late for their own. `month`: where its rows lie among those of its month, too; empty
    while they do not."""

    day: str
    key: str
    rows: int
    also: list[str]
    month: str = ""

    @property
    def has_sums(self) -> bool:
        return self.key.endswith(SECTIONED)


def key_of(day: str, data: bytes, *, with_sums: bool) -> str:
    return f"{PREFIX}/dt={day}/{hashlib.sha256(data).hexdigest()[:32]}{SECTIONED if with_sums else '.parquet'}"


def month_key_of(days: Sequence[Counted]) -> str:
    digest = hashlib.sha256("\n".join(one.key for one in days).encode()).hexdigest()[:32]
    return f"{PREFIX}/mt={days[0].day[:7]}/{digest}"


def month_part(key: str, lead: str) -> str:
    """Where the month's rows lie in the order of that dimension."""
    return f"{key}.{lead}.parquet"


def _month_file(key: str, lead: str) -> Path | None:
    """A month that is not there any more was put together anew: its days say it, too."""
    part = month_part(key, lead)
    if part not in _files:
        data = get_object(part)
        if data is None:
            return None
        path = Path(_folder()) / part.replace("/", "_")
        path.write_bytes(data)
        _files[part] = path
    return _files[part]


def put_cells(key: str, data: bytes) -> None:
    put_object(key, data, PARQUET)


def counted_put(counted: Counted) -> Put:
    return Put(_item(counted))


def among_put(counted: Counted, month: str) -> Put:
    """The day with its month, unless it was counted anew meanwhile (raises Exists)."""
    return Put(_item(replace(counted, month=month)), ReportsTable.body == dump(counted), Exists())


def _item(counted: Counted) -> ReportsTable:
    return ReportsTable(pk=cells_pk(counted.day), sk=counted.day, kind="cells", body=dump(counted))


def drop_cells(key: str) -> None:
    delete_object(key)


def counted_days(first: str, last: str, *, consistent: bool = False) -> list[Counted]:
    """By day of UTC, both included: one Query per year it touches (one more per megabyte, some 5,000 days)."""
    found: list[Counted] = []
    for year in range(int(first[:4]), int(last[:4]) + 1):
        items = ReportsTable.query(cells_pk(f"{year}"), ReportsTable.sk.between(first, last), consistent_read=consistent)
        found += [load(Counted, item.body) for item in items]
    return found


def with_late(days: Sequence[Counted]) -> list[Counted]:
    """The days, and those among whose rows is something that is booked on them. One BatchGetItem if there are any."""
    known = {one.day for one in days}
    others = sorted({day for one in days for day in one.also} - known)
    if not others:
        return list(days)
    found = find_many({ReportsTable: [(cells_pk(day), day) for day in others]}, consistent=False)
    return [*days, *(load(Counted, item.body) for item in found.values())]


def files_of(days: Sequence[Counted]) -> list[Path]:
    """Raises Unavailable (503) where a day was counted anew at this moment, and its former file has gone."""
    missing = [day.key for day in days if day.key not in _files]
    if len(_files) + len(missing) > _MOST_KEPT:
        forget()
        missing = [day.key for day in days]
    if missing:
        aws.client("s3")  # made once, before many ask for it
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for key, data in zip(missing, pool.map(get_object, missing), strict=True):
                if data is None:
                    raise Unavailable("The figures are being counted anew at this moment.", code="counting")
                path = Path(_folder()) / key.replace("/", "_")
                path.write_bytes(data)
                _files[key] = path
    for day in days:
        lies_in(_files[day.key], partial(_month_file, day.month) if day.month else None)
    return [_files[day.key] for day in days]


_folders: list[str] = []


def _folder() -> str:
    if not _folders:
        _folders.append(mkdtemp(prefix="cells-"))
    return _folders[0]


def forget() -> None:
    """The files that this process has."""
    forget_tables()
    for path in _files.values():
        path.unlink(missing_ok=True)
    _files.clear()
