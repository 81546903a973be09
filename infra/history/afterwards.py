"""What schedules would have counted while the year went by: sales, demand, the forecast, parcels by day, nights of stock, what was found.

Each is written as a whole, the same again; who is stopped begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby, islice

from functions.reports.detection.look import count_hours, looked_at
from functions.reports.facts.read_facts import FactsOf
from functions.reports.forecasts.count_demand import demand_of
from functions.reports.forecasts.make_forecast import make_forecast
from functions.reports.model.facts import day_of
from functions.reports.model.lake_row import HOUR, hour_of, start_of
from functions.reports.sales.best_sellers import tell_best_sellers
from functions.reports.sales.count_days import count_day as count_sales_of
from functions.reports.sales.merge_months import merge_months
from functions.reports.store.finding_items import Found, close_writes, put_found
from functions.reports.store.forecast_items import put_demand
from functions.reports.store.level_items import put_levels
from functions.reports.store.parcel_items import count_day, marked_days
from functions.reports.store.records import DIRTY_PK, ReportsTable
from functions.shared.plain import times
from functions.shared.plain.store_time import start_of_day
from functions.shared.store.transactions import transact
from infra.history.shelves import nights
from infra.history.year import Year

_LOOKED_BACK, _LEVELS, _MENDED = 21 * 24, 100, timedelta(hours=9)
_BY, _ALL = "history", 10_000


def sales_by_day(tick: Callable[[int, int], None] = lambda _done, _of: None) -> None:
    """Every day of UTC that has marks, as `reports-hourly` counts 400 of them an hour; what that counts meanwhile is left to it. `tick` is
    told of days. Days are closed when nothing has come for one, as ever."""
    marks = list(ReportsTable.query(DIRTY_PK, consistent_read=True))
    days = [(day, list(some)) for day, some in groupby(marks, key=lambda mark: mark.sk[:10])]
    for number, (day, some) in enumerate(days, 1):
        count_sales_of(day, some)
        tick(number, len(days))
    merge_months()
    tell_best_sellers()


def demand_and_forecast(year: Year, zone: str, facts: FactsOf) -> None:
    """A forecast of the shop as it is when this runs: of days of the store."""
    for number in range(-1, year.days + 1):
        put_demand(demand_of(year.first + timedelta(days=number), zone, facts))
    make_forecast(facts)


def parcels_by_day() -> None:
    for mark in marked_days():
        count_day(mark)


def stock_by_night(year: Year, now: datetime, zone: str) -> None:
    for at, on_hand in nights(year, now, zone):
        levels = iter(sorted(on_hand.items()))
        while some := dict(islice(levels, _LEVELS)):
            put_levels(day_of(times.iso(at), zone), times.iso(at), some)


def findings_of_the_last_weeks(year: Year, zone: str, facts: FactsOf) -> list[Found]:
    """Nobody is told. Those of an outage were mended; what else was found waits for people. A year without one is left to the schedule."""
    if not year.outages:
        return []
    last = start_of_day(year.first + timedelta(days=year.days), zone) - HOUR
    known, found = count_hours(last, looked_back=_LOOKED_BACK, most=_ALL, facts=facts), list[Found]()
    for one in looked_at(known, hour_of(last - _LOOKED_BACK * HOUR)):
        if not put_found(one):
            continue
        found.append(one)
        at = start_of(one.at)
        if any(start <= at < end + _MENDED for start, end in year.outages):
            _, writes = close_writes(one, "mended", _BY, times.iso(at + _MENDED))
            transact(writes)
    return found


def outages(first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Ten days before the end of a year that is long enough for anybody to know what is usual."""
    if days >= 60:
        begin = datetime.fromisoformat(f"{first + timedelta(days=days - 10)}T10:00:00+00:00")
        yield begin, begin + timedelta(hours=7)
