"""Which hour an event is in: the one that its first copy to land told. A copy that tells another hour is a duplicate (ADR 117).

Known is what landed of the day of arrival and of the seven days before it. An id is kept as a number of 64 bits that is made of it: that
says nothing of anybody, and who is erased need not be looked for in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from functions.reports.lake.behaviour import BACK
from functions.reports.model.lake_row import Row
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import IDS, ids_key, keys_under, put_file, read_all

_COLUMNS = "SELECT CAST(0 AS BIGINT) AS number, '' AS hour"
_SOME = "SELECT number, min(hour) AS hour FROM ids WHERE number IN (SELECT unnest($numbers)) GROUP BY number"
_NEW = "SELECT unnest(CAST($numbers AS BIGINT[])) AS number, unnest(CAST($hours AS VARCHAR[])) AS hour"
_MORE = f"SELECT number, hour FROM (SELECT * FROM ids UNION ALL {_NEW}) AS all_ids ORDER BY number"  # noqa: S608 — our own statements


def in_their_hours(arrived: str, rows: Sequence[Row], lake: Lake) -> Mapping[str, Sequence[Row]]:
    """What arrived in an hour, by the hour that each event is in, without copies that tell another. Events that were not known are noted
    before any hour has them: after a death in between they go where they would have gone, whatever came meanwhile."""
    told = [(_number(row), row.hour, row) for row in sorted(rows, key=lambda row: (row.received_at, row.batch, row.position))]
    known = _known(arrived, [number for number, _, _ in told], lake)
    new: dict[int, str] = {}
    for number, hour, _ in told:
        if number not in known:
            new.setdefault(number, hour)
    if new:
        _note(arrived, new, lake)
    hours, by_hour = known | new, defaultdict[str, list[Row]](list)
    for number, hour, row in told:
        if hours[number] == hour:
            by_hour[hour].append(row)
    return by_hour


def _number(row: Row) -> int:
    name = f"{row.source}:{row.id}".encode(errors="surrogatepass")
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def _known(arrived: str, numbers: Sequence[int], lake: Lake) -> dict[int, str]:
    """Of later days, too: an hour that failed lands after others."""
    oldest = ids_key(str(date.fromisoformat(arrived[:10]) - BACK))
    _show([key for key in keys_under(IDS) if key >= oldest], lake)
    return {one["number"]: one["hour"] for one in lake.ask(_SOME, {"numbers": numbers})}


def _note(arrived: str, new: Mapping[int, str], lake: Lake) -> None:
    key = ids_key(arrived[:10])
    _show([key], lake)
    values: dict[str, Any] = {"numbers": list(new), "hours": list(new.values())}
    put_file(key, lake.parquet(_MORE, values))


def _show(keys: Sequence[str], lake: Lake) -> None:
    lake.show_files("ids", [data for data in read_all(keys) if data], _COLUMNS)
