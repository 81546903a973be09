"""Objects of the lake in the data bucket.

- `lake-spool/<arrival hour>/<batch>.jsonl.gz`: what arrived, as it was judged: a head, then a line per event. Gone after two days.
- `lake/dt=2026-01-31/hr=23/events.parquet`: the hour's events, each once. Replaced as a whole.
- `lake-days/dt=2026-01-31/events.parquet`: the same of a finished day in one file.
- `lake-ids/dt=2026-01-31/ids.parquet`: which hour the events are in that landed of that day of arrival. Gone after ten days.
- `lake-rollups/<report>/dt=2026-01-31/rows.parquet`: counted days of the store.
- `lake-quarantine/<batch>.jsonl.gz`: events that were set aside, for 30 days.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from functions.shared.outside import aws
from functions.shared.outside.objects import delete_object, get_object, put_object
from functions.shared.plain.settings import settings

PARQUET = "application/vnd.apache.parquet"
SPOOL, IDS = "lake-spool/", "lake-ids/"
_AT_ONCE = 16


def spool_key(hour: str, batch: str) -> str:
    return f"{SPOOL}{hour}/{batch}.jsonl.gz"


def hour_key(hour: str) -> str:
    return f"lake/dt={hour[:10]}/hr={hour[11:]}/events.parquet"


def day_key(day: str) -> str:
    return f"lake-days/dt={day}/events.parquet"


def ids_key(day: str) -> str:
    return f"{IDS}dt={day}/ids.parquet"


def rollup_key(report: str, day: str) -> str:
    return f"lake-rollups/{report}/dt={day}/rows.parquet"


def rollup_keys(report: str, first: str, last: str) -> list[str]:
    """Those there are, of the days from `first` to `last`, both included: one request for a thousand days."""
    prefix = f"lake-rollups/{report}/"
    return [key for key in keys_under(prefix) if rollup_key(report, first) <= key <= rollup_key(report, last)]


def quarantine_key(batch: str) -> str:
    return f"lake-quarantine/{batch}.jsonl.gz"


def put_lines(key: str, lines: Iterable[Any]) -> None:
    # Of no time: the same lines are the same bytes.
    data = gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode(), 6, mtime=0)
    put_object(key, data, "application/gzip")


def read_lines(key: str) -> list[Any] | None:
    data = get_object(key)
    # At one go: half of what line by line takes.
    return None if data is None else list(json.loads(b"[" + b",".join(gzip.decompress(data).splitlines()) + b"]"))


def read_all(keys: Sequence[str]) -> list[bytes | None]:
    """In the order of the keys; None where there is no object."""
    aws.client("s3")  # made once, before many ask for it
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(get_object, keys))


def read_days(days: Sequence[date], *, by_hour: int | None = None) -> list[bytes]:
    """Of UTC. A finished day is one file; one that is not yet is those of its hours, which are looked for in the last `by_hour` days
    alone."""
    return [data for files in files_of_days(days, by_hour=by_hour).values() for data in files]


def files_of_days(days: Sequence[date], *, by_hour: int | None = None) -> dict[date, list[bytes]]:
    """As `read_days`, by day."""
    whole = dict(zip(days, read_all([day_key(day.isoformat()) for day in days]), strict=True))
    late = days if by_hour is None else days[-by_hour:]
    hours = [(day, hour_key(f"{day.isoformat()}T{hour:02d}")) for day in late if whole[day] is None for hour in range(24)]
    found = {day: [data] if data else [] for day, data in whole.items()}
    for (day, _), data in zip(hours, read_all([key for _, key in hours]), strict=True):
        found[day] += [data] if data else []
    return found


def arrival_hours() -> list[str]:
    """Hours that have something in the spool, oldest first."""
    pages = aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=settings().bucket, Prefix=SPOOL, Delimiter="/")
    return sorted(one["Prefix"].removeprefix(SPOOL).rstrip("/") for page in pages for one in page.get("CommonPrefixes", ()))


def keys_under(prefix: str) -> list[str]:
    pages = aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=settings().bucket, Prefix=prefix)
    return [one["Key"] for page in pages for one in page.get("Contents", ())]


def put_file(key: str, data: bytes, content_type: str = PARQUET) -> None:
    """Only when it is another one: a run that changes nothing writes nothing."""
    if get_object(key) != data:
        put_object(key, data, content_type)


def empty_spool(hour: str) -> None:
    for key in keys_under(f"{SPOOL}{hour}/"):
        delete_object(key)
