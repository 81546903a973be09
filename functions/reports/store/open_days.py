"""Days of the store that have something booked on them and are not closed yet."""

from __future__ import annotations

from collections.abc import Iterable

from functions.reports.store.records import OPEN_PK, ReportsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Put


def open_puts(days: Iterable[str]) -> list[Put]:
    """Says of each that something was booked on it now. One that is closed already is found to be when it is looked at."""
    now = times.iso(clock.now())
    return [Put(ReportsTable(pk=OPEN_PK, sk=day, kind="open_day", body=now)) for day in sorted(days)]
