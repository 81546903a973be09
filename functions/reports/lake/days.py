"""Face: rows of the lake of many days, for whoever counts something else of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import read_days


@contextmanager
def lake_of(days: Sequence[date]) -> Iterator[Lake]:
    """Days (of UTC), oldest first; their rows are the view `events`."""
    with opened() as lake:
        lake.show(read_days(days, by_hour=3))
        yield lake
