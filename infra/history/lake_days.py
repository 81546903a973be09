"""The lake of the year: what browsers and orders told, landed hour by hour, and its days counted as the schedules count them.

What became of orders is heard day by day; a day of the lake is landed as a whole once no order of a later day can have anything in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from functions.reports.events.hear import HEARD, rows_of
from functions.reports.lake.behaviour import Origin, is_bot, row_or_reason
from functions.reports.model.counted import KEPT, OVER_DAYS
from functions.reports.model.lake_row import Row
from functions.reports.model.spend import Spend
from functions.reports.model.sql import FIRST_OF_EACH
from functions.reports.rollups.count_day import count_day
from functions.reports.rollups.count_over_days import day_counted
from functions.reports.spend.attribute import attributed
from functions.reports.store.duck import Lake
from functions.reports.store.lake_files import (
    PARQUET,
    day_key,
    hour_key,
    keys_under,
    put_file,
    read_all,
    read_days,
    rollup_key,
    rollup_keys,
)
from functions.reports.store.lake_items import Arrival, CountedDay, arrival_item, arrivals, counted_item
from functions.reports.store.persons import person_hour
from functions.reports.store.spend_items import put_brought
from functions.shared.events.envelope import Envelope
from functions.shared.outside.objects import put_object
from functions.shared.plain import times
from infra.history.bulk import Bulk
from infra.history.names import some_id
from infra.history.visits import Visit

REACHES = 19
"""Days after its own on which something can become of an order that the lake hears of."""
_A_DAY, _REMEMBERED = timedelta(days=1), 4
_BRIEFLY = {"visitors": "store_day, CAST(dense_rank() OVER (ORDER BY visitor) AS INTEGER) AS visitor, ordered"}
"""Counts over many days ask who is the same, never who it is: numbers are compared faster."""
_CLICK = {"CNY": 120, "EUR": 35, "USD": 40}
"""What a click costs, in minor units."""


class LakeDays:
    def __init__(self, lake: Lake, zone: str, bulk: Bulk) -> None:
        self._lake, self._zone, self._bulk = lake, zone, bulk
        self._waiting: dict[str, list[Row]] = defaultdict(list)
        self._uncounted = set[date]()
        self._landed = dict[str, dict[str, bytes]]()
        self._days = dict[date, list[bytes]]()

    def hear(self, told: Iterable[Envelope], *, since: date = date.min) -> None:
        """`since`: days before it are landed already."""
        for one in told:
            if one.type in HEARD and one.occurred_at[:10] >= since.isoformat():
                at = times.parse(one.occurred_at)
                origin = Origin(one.occurred_at, some_id("bat", at, one.id), subject="", bot=False, named=True)
                self._keep(rows_of(one, origin, 0), since)

    def see(self, visit: Visit, *, since: date = date.min) -> None:
        """As `POST /v1/events` takes a batch. Raises ValueError for an event that it would not take."""
        received = times.iso(times.parse(visit.events[-1]["at"]) + timedelta(seconds=1))
        subject = visit.customer_id if visit.named else ""
        origin = Origin(received, some_id("bat", visit.at, visit.id), subject, is_bot(visit.user_agent), visit.named)
        judged = [row_or_reason(event, position, origin) for position, event in enumerate(visit.events)]
        if wrong := [one for one in judged if isinstance(one, str)]:
            raise ValueError(f"{visit.id}: {wrong[0]}")
        self._keep((one for one in judged if isinstance(one, Row)), since)

    def _keep(self, rows: Iterable[Row], since: date) -> None:
        for row in rows:
            if row.at[:10] >= since.isoformat():
                self._waiting[row.at[:10]].append(row)

    def land_until(self, day: date, today: date) -> None:
        """All that waits of days before `day`."""
        for name in sorted(name for name in self._waiting if name < day.isoformat()):
            self._land(name, self._waiting.pop(name), is_over=name < today.isoformat())
        self._bulk.flush()

    def _land(self, day: str, rows: list[Row], *, is_over: bool) -> None:
        """Beside what is there already: each event once, so again is the same."""
        known, told = keys_under(f"lake/dt={day}/"), {one.hour for one in arrivals(f"{day}T00", f"{day}T23") if one.made_up}
        self._lake.show([data for data in read_all(known) if data], rows)
        files = {hour_key(f"{day}T{hour}"): data for hour, data in self._lake.parquet_by_hour(FIRST_OF_EACH).items()}
        for key, data in files.items():
            put_object(key, data, PARQUET)
        self._landed[day] = files
        for old in sorted(self._landed)[:-_REMEMBERED]:
            self._landed.pop(old)
        self.count_again(date.fromisoformat(day))
        if is_over:
            put_object(day_key(day), self._lake.parquet(FIRST_OF_EACH), PARQUET)
        many = Counter(row.hour for row in rows)
        self._bulk.put(arrival_item(Arrival(hour, count, count, 0, 0, made_up=True)) for hour, count in many.items() if hour not in told)
        self._bulk.put(person_hour(person, hour) for person, hour in {(row.subject, row.hour) for row in rows if row.subject})

    def count_until(self, day: date) -> None:
        """Days of the store before `day` that something landed in."""
        for one in sorted(one for one in self._uncounted if one < day):
            count_day(one, self._zone, self._lake, self._read_hours)
            self._uncounted.remove(one)

    def count_again(self, day: date) -> None:
        """It landed before, and nobody knows whether it was counted since."""
        self._uncounted |= {day - _A_DAY, day, day + _A_DAY}

    def count_over_days(self, first: date, last: date, tick: Callable[[int, int], None]) -> None:
        """What needs many days, and whom orders are owed to, for each day from `first` to `last`."""
        days = [first + _A_DAY * number for number in range((last - first).days + 1)]
        for kept in KEPT:
            self._show_all(kept, rollup_keys(kept, first.isoformat(), last.isoformat()))
        for number, day in enumerate(days, 1):
            self._lake.define("day_counted", day_counted(day))
            for report, (kept, sql, most) in OVER_DAYS.items():
                since = day - _A_DAY * (most - 1)
                self._lake.define(kept, f"SELECT * FROM all_{kept} WHERE store_day BETWEEN '{since}' AND '{day}'")  # noqa: S608 — our own names
                rows, data = self._lake.counted(sql)
                put_file(rollup_key(report, day.isoformat()), data)
                self._bulk.put([counted_item(report, CountedDay(day.isoformat(), rows))])
            put_brought(day.isoformat(), attributed(day, self._zone, self._lake, self._read_days))
            tick(number, len(days))
        self._bulk.flush()

    def _read_hours(self, keys: Sequence[str]) -> list[bytes | None]:
        """Those of the days that landed last are known."""
        days = {key: day for day in self._landed for key in keys if key.startswith(f"lake/dt={day}/")}
        unknown = [key for key in keys if key not in days]
        read = dict(zip(unknown, read_all(unknown), strict=True)) if unknown else {}
        return [self._landed[days[key]].get(key) if key in days else read[key] for key in keys]

    def _read_days(self, days: Sequence[date]) -> list[bytes]:
        """Each once, though a day is asked for by all of the next two weeks."""
        self._days = {day: self._days[day] if day in self._days else read_days([day]) for day in days}
        return [data for day in days for data in self._days[day]]

    def _show_all(self, kept: str, keys: list[str]) -> None:
        """All days in one file, so that a question opens one and not hundreds."""
        name = f"all_{kept}"
        self._lake.show_files(name, [data for data in read_all(keys) if data], KEPT[kept])
        whole = self._lake.parquet(f"SELECT {_BRIEFLY.get(kept, '*')} FROM {name}")  # noqa: S608
        self._lake.hide(name)
        self._lake.show_files(name, [whole], KEPT[kept])


def spend_of(day: date, visits: Iterable[Visit]) -> Iterator[Spend]:
    """What that day's clicks cost, by advertisement; those of a market are paid in its currency."""
    clicks = Counter(
        (event["source"], event["campaign"], event["keyword"], visit.market.currency)
        for visit in visits
        for event in visit.events
        if event["type"] == "ad.clicked"
    )
    for (source, campaign, keyword, currency), many in sorted(clicks.items()):
        yield Spend(day.isoformat(), source, campaign, keyword, currency, many * _CLICK[currency], many, many * 40)
