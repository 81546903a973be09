"""Every hour: land what arrived, forget who was erased, compact finished days, count the days of the store that changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from functions.reports.lake.compact import compact
from functions.reports.lake.forget import forget
from functions.reports.lake.land import Landed, land
from functions.reports.model.lake_row import hour_of, start_of
from functions.reports.rollups.count_day import count_day, days_of
from functions.reports.rollups.count_over_days import count_over_days, is_counted
from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import arrival_hours, day_key, empty_spool, read_all
from functions.reports.store.lake_items import Arrival, Gone, all_gone, arrivals, put_arrival
from functions.reports.store.live import counted_through, note_through
from functions.reports.store.turn import our_turn
from functions.shared.events.batches import Run
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.settings import settings

_AGAIN, _KEPT = timedelta(hours=2), timedelta(hours=48)
"""How long an hour is landed again, because something may still have been on its way into it, and how long what landed stays. An hour that
was never landed so late, because nobody ran or somebody else noted it, is landed whenever a run comes to it."""


def run_lake() -> int:
    """How many hours of arrival were landed; none while another run is at work. One that fails keeps its place and no other from its turn.
    Raises SomeFailed at the end."""
    with our_turn() as ours:
        if not ours:
            fact("lake.busy")
            return 0
        return _run()


def _run() -> int:
    run, now, landed = Run("lake-hourly"), clock.now(), 0
    recent, old = hour_of(now - _AGAIN), hour_of(now - _KEPT)
    waiting = arrival_hours()
    done_with = {one.hour for one in arrivals(waiting[0], waiting[-1]) if _is_done_with(one)} if waiting else set()
    gone = {one.person: one for one in all_gone()}
    with opened() as lake:
        due = [hour for hour in waiting if hour >= recent or hour not in done_with]
        for _, hours in groupby(due, key=lambda hour: hour[:10]):
            landed += _land_and_count(run, list(hours), lake, gone, now.date().isoformat())
        for hour in waiting:
            if hour not in due and hour < old:
                with run.item(hour):
                    empty_spool(hour)
        since = _last_run(now)
        for day in _days_since(since.date(), now.date()):
            with run.item(day.isoformat()):
                if read_all([day_key(day.isoformat())]) == [None]:
                    compact(day.isoformat(), lake)
        for person in gone.values():
            if not person.done:
                with run.item("erasure"):
                    forget(person, lake, partial(_count, lake))
        zone = ZoneInfo(settings().store_timezone)
        for day in _days_since(since.astimezone(zone).date(), now.astimezone(zone).date()):
            with run.item(f"days to {day}"):
                if not is_counted(day):
                    count_over_days(day, lake)
    if not run.failed:
        note_through(hour_of(now))
    fact("lake.landed", hours=landed, failed=run.failed)
    run.end()
    return landed


def _last_run(now: datetime) -> datetime:
    """The last one that did all its work, so that days which nobody ran in are made up for; a day ago where that is not known."""
    through = counted_through()
    return min(start_of(through), now) if through else now - timedelta(days=1)


def _days_since(first: date, today: date) -> list[date]:
    """That are over: those which nobody saw end since then."""
    return [first + timedelta(days=number) for number in range((today - first).days)]


def _is_done_with(arrival: Arrival) -> bool:
    """Nothing can have come into its hour since it landed."""
    return not arrival.made_up and arrival.landed_in >= hour_of(times.parse(f"{arrival.hour}:00:00Z") + _AGAIN)


def _land_and_count(run: Run, hours: Sequence[str], lake: Lake, gone: dict[str, Gone], today: str) -> int:
    """Hours of arrival of one day: a day of the store that several of them touch is counted once. How many were done; each is noted last:
    whoever dies before begins again."""
    landed, counted, zone = list[Landed](), set[date](), settings().store_timezone
    for hour in hours:
        with run.item(hour):
            done = land(hour, lake, gone)
            for finished in sorted({of[:10] for of in done.hours if of[:10] < today}):
                compact(finished, lake)
            landed.append(done)
    noted = 0
    for done in landed:
        with run.item(done.arrival.hour):
            for day in sorted(_touched(done.hours, zone) - counted):
                count_day(day, zone, lake)
                counted.add(day)
            put_arrival(done.arrival)
            noted += 1
    return noted


def _count(lake: Lake, hours: Sequence[str]) -> None:
    """The days of the store that they touch."""
    zone = settings().store_timezone
    for day in sorted(_touched(hours, zone)):
        count_day(day, zone, lake)


def _touched(hours: Sequence[str], zone: str) -> set[date]:
    return set[date]().union(*(days_of(hour, zone) for hour in hours))
