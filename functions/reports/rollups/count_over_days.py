"""What needs many days is counted once for each finished day, of what was kept of those days."""

from __future__ import annotations

from datetime import date, timedelta

from functions.reports.model.counted import KEPT, OVER_DAYS
from functions.reports.rollups.counting import Counting, by_athena
from functions.reports.store.athena import days_view
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import put_file, read_all, rollup_key, rollup_keys
from functions.reports.store.lake_items import CountedDay, counted_days, put_counted

_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)


def is_counted(day: date) -> bool:
    """The last of them: who died before counts all of them again."""
    name, last = day.isoformat(), [*OVER_DAYS][-1]
    return bool(counted_days(last, [name[:7]], name, name))


def count_over_days(day: date, lake: Lake) -> None:
    """Nothing where nothing was kept. What comes late for a day (up to seven days) is in what is counted the day after it came."""
    name, today = day.isoformat(), day_counted(day)
    lake.define("day_counted", today)
    for report, (kept, sql, most) in OVER_DAYS.items():
        first = (day - timedelta(days=most - 1)).isoformat()
        keys = rollup_keys(kept, first, name)
        if not keys:
            put_counted(report, CountedDay(name, []))
            continue
        # Where Athena counts, one file says which columns there are.
        lake.show_files(kept, [data for data in read_all(keys[-1:] if by_athena() else keys) if data], KEPT[kept])
        counting = Counting(lake, {"day_counted": today, kept: days_view(kept, first, name)})
        rows, data = counting.counted(sql)
        put_file(rollup_key(report, name), data)
        put_counted(report, CountedDay(name, rows))
        lake.hide(kept)


def day_counted(day: date) -> str:
    """The day, and those a week and 30 days before it, as SQL."""
    return f"SELECT '{day}' AS today, '{day - _WEEK}' AS week_before, '{day - _MONTH}' AS month_before"
