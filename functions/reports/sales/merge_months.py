"""Days that are over are put together with those of their month, so that a page of products is read at one place (ADR 139).

A day says itself in which month's files its rows lie; one that is counted anew says nothing until the next run, and is read by itself.
So whoever dies here, or is overtaken by a count, leaves files that are right or that nobody reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from functions.reports.model.sections import SORTED
from functions.reports.store.cells import (
    PARQUET,
    Counted,
    among_put,
    counted_days,
    drop_cells,
    files_of,
    month_key_of,
    month_part,
)
from functions.reports.store.cells_base import month_of
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.objects import put_object
from functions.shared.store.transactions import Exists, transact

_LOOKS_BACK, _REST, _FEWEST = timedelta(days=400), timedelta(hours=30), 3
"""How far back months are looked at; how long after it began a day of UTC is left alone, since most that is late comes within hours; and
how many days make a month that is worth it."""


def merge_months() -> int:
    """How many months were put together. One that fails keeps no other from its turn. Raises SomeFailed at the end when there was one."""
    run, merged, now = Run("reports-hourly"), 0, clock.now()
    days = counted_days((now - _LOOKS_BACK).date().isoformat()[:8] + "01", (now - _REST).date().isoformat(), consistent=True)
    for month, some in groupby((one for one in days if one.has_sums), key=lambda one: one.day[:7]):
        with run.item(month):
            merged += _merge(list(some))
    run.end()
    return merged


def _merge(days: Sequence[Counted]) -> int:
    key = month_key_of(days)
    if len(days) < _FEWEST or all(one.month == key for one in days):
        return 0
    files = files_of(days)
    for lead in SORTED:
        put_object(month_part(key, lead), month_of(files, lead), PARQUET)
    for one in days:
        try:
            transact([among_put(one, key)])
        except Exists:
            continue  # counted anew meanwhile
    for former in {one.month for one in days} - {key, ""}:
        for lead in SORTED:
            drop_cells(month_part(former, lead))
    return 1
