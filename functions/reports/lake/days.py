"""The lake's files of whole days, and (face) its rows of many days for whoever counts something else of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import day_key, hour_key, read_all


def files_of(days: Sequence[date], *, by_hour: int | None = None) -> list[bytes]:
    """A finished day is one file; one that is not yet is those of its hours, which are looked for in the last `by_hour` days alone."""
    whole = dict(zip(days, read_all([day_key(day.isoformat()) for day in days]), strict=True))
    late = days if by_hour is None else days[-by_hour:]
    open_hours = [hour_key(f"{day.isoformat()}T{hour:02d}") for day in late if whole[day] is None for hour in range(24)]
    return [data for data in (*whole.values(), *read_all(open_hours)) if data]


@contextmanager
def lake_of(days: Sequence[date]) -> Iterator[Lake]:
    """Days (of UTC), oldest first; their rows are the view `events`."""
    with opened() as lake:
        lake.show(files_of(days, by_hour=3))
        yield lake
