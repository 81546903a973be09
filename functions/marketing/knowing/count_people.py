"""Each night everybody is counted (model/people_count.py). A worker that dies is followed by another, which goes on behind the last people
that were noted: how far the walk is and what it has counted are one item, so nobody counts twice and nobody is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.marketing.model.people_count import PeopleCount
from functions.marketing.store.people import everybody
from functions.marketing.store.people_counts import people_count, people_count_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import start_of_day
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact

_LEASE = timedelta(seconds=90)
_NEEDS, _OFTEN = 10.0, 20
_AT = timedelta(hours=3)
"""After the store's midnight."""


def count_people() -> None:
    """Nothing where it is not its time, or another worker is at it."""
    one, due_at = people_count()
    now = clock.now()
    if not due_at or due_at > times.iso(now):
        return
    watch, currency = time_left(), settings().default_currency
    try:
        one = _kept(one if one.started_at else replace(one, started_at=times.iso(now)), _LEASE)
        began = times.parse(one.started_at)
        for number, (last, people) in enumerate(everybody(one.cursor or None), 1):
            for known in people:
                one.tally.add(known, currency, began)
            one = replace(one, cursor=last)
            if watch is not None and watch.remaining() < _NEEDS:
                _kept(one, timedelta())
                return
            one = _kept(one, _LEASE) if number % _OFTEN == 0 else one
        _kept(one.ended(now, currency), _next_night(now) - now)
        fact("marketing.people_counted", buyers=sum(one.tally.days.values()))
    except Overtaken:
        return


def _next_night(now: datetime) -> datetime:
    zone = settings().store_timezone
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return start_of_day(tomorrow, zone) + _AT


def _kept(one: PeopleCount, rest: timedelta) -> PeopleCount:
    """Looked at again after that. Raises Overtaken."""
    transact([people_count_put(one, due=clock.now() + rest)])
    return replace(one, version=one.version + 1)
