"""Days whose parcels changed are counted anew; and a week that is over is told once, for whoever dispatches."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.doing.parcels import Tally
from functions.reports.store.parcel_items import count_day, counted, marked_days, tell_once, was_told
from functions.reports.store.records import ReportsTable
from functions.shared.events.batches import Run
from functions.shared.events.contracts.shipments import CarrierWeek, CarrierWeekCounted
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.plain.settings import settings

_LATER = timedelta(days=1)
"""What couriers tell late is in it, if it comes a day after the week's end."""


def count_parcels() -> None:
    """One day that cannot be counted keeps its mark and no other from its turn. Raises SomeFailed at the end when there was one."""
    run = Run("reports-hourly")
    for mark in marked_days():
        with run.item(mark.sk):
            count_day(mark)
    with run.item("week"):
        today = clock.now().astimezone(ZoneInfo(settings().store_timezone)).date()
        _tell(_monday(today - _LATER) - timedelta(days=7))
    run.end()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _tell(monday: date) -> None:
    week = monday.isoformat()
    if was_told(week):
        return
    sums = dict[str, Tally]()
    for _, (carrier, *_), tally in counted(monday, monday + timedelta(days=6)):
        sums[carrier] = sums.get(carrier, Tally()) + tally
    rows = [
        CarrierWeek(carrier, *(tally.count(name) for name in ("ended", "promised", "on_time", "failed"))) for carrier, tally in sums.items()
    ]
    if rows:
        told = CarrierWeekCounted(week, rows)
        tell_once(week, event_put(ReportsTable, "COURIERS#TOLD", told, subject=week, actor=SYSTEM, cause=week))
