"""Every night: whom the paid orders of the last days are owed to. Days are replaced as a whole, so late events find their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.attribution import ATTRIBUTED, PAID_WITHIN_DAYS, WINDOW_DAYS, touch_of
from functions.reports.model.spend import Brought
from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import files_of_days, read_days
from functions.reports.store.spend_items import put_brought
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day

AGAIN = 8
"""Days that are counted again: events may come seven days late."""


def attribute() -> int:
    """Until yesterday; how many days were counted. One that fails stops no other. Raises SomeFailed at the end."""
    zone = settings().store_timezone
    today, run, counted = clock.now().astimezone(ZoneInfo(zone)).date(), Run("attribution-nightly"), 0
    read = _each_once()
    with opened() as lake:
        for back in range(AGAIN, 0, -1):
            day = today - timedelta(days=back)
            with run.item(day.isoformat()):
                put_brought(day.isoformat(), attributed(day, zone, lake, read))
                counted += 1
    fact("reports.attributed", days=counted, failed=run.failed)
    run.end()
    return counted


def attributed(day: date, zone: str, lake: Lake, read: Callable[[Sequence[date]], list[bytes]] = read_days) -> list[Brought]:
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    if not (files := read(_window(day, zone))):
        return []
    lake.show(files)
    rows = lake.ask(ATTRIBUTED, {"start": times.iso(start), "end": times.iso(end)})
    return [Brought(t.source, t.campaign, t.keyword, row["currency"], row["orders"], int(row["revenue"])) for row in rows
            for t in (touch_of(row["touch"]),)]  # fmt: skip


def _each_once() -> Callable[[Sequence[date]], list[bytes]]:
    """A day is asked for by all of the next eleven; what lies before all that are still to come is let go."""
    known = dict[date, list[bytes]]()

    def read(days: Sequence[date]) -> list[bytes]:
        fresh = files_of_days([day for day in days if day not in known])
        for gone in known.keys() - set(days):
            del known[gone]
        known.update(fresh)
        return [data for day in days for data in known[day]]

    return read


def _window(day: date, zone: str) -> list[date]:
    """Days of UTC in which a day of the store and what led to it can lie."""
    first = (start_of_day(day, zone) - timedelta(days=WINDOW_DAYS + PAID_WITHIN_DAYS)).date()
    last = start_of_day(day + timedelta(days=1), zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
