"""A day of the store is counted from the files of the hours it lies in, and replaced as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.counted import COUNTED, KEPT
from functions.reports.model.lake_row import HOUR, hour_of, start_of
from functions.reports.rollups.counting import Counting, by_athena
from functions.reports.store.athena import events_view
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import hour_key, put_file, read_all, rollup_key
from functions.reports.store.lake_items import CountedDay, put_counted
from functions.shared.plain import times
from functions.shared.plain.store_time import start_of_day


def count_day(day: date, zone: str, lake: Lake, read: Callable[[Sequence[str]], list[bytes | None]] = read_all) -> None:
    """Days have 23 to 25 hours and may begin at a quarter of one: hours are read that overlap, rows that lie in it are counted."""
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    hours, moment, name = list[str](), start_of(hour_of(start)), day.isoformat()
    while moment < end:
        hours.append(hour_of(moment))
        moment += HOUR
    files = [] if by_athena() else [data for data in read([hour_key(hour) for hour in hours]) if data]
    lake.show(files, start=times.iso(start), end=times.iso(end), day=name)
    counting = Counting(lake, {"events": events_view(hours, times.iso(start), times.iso(end), name)})
    for kept, sql in KEPT.items():
        put_file(rollup_key(kept, name), counting.file(sql))
    for report, sql in COUNTED.items():
        rows, data = counting.counted(sql)
        put_file(rollup_key(report, name), data)
        put_counted(report, CountedDay(name, rows))


def days_of(hour: str, zone: str) -> set[date]:
    """The days of the store that an hour of UTC touches: two where midnight is within it."""
    first, last = start_of(hour), start_of(hour) + HOUR - timedelta(milliseconds=1)
    return {moment.astimezone(ZoneInfo(zone)).date() for moment in (first, last)}
