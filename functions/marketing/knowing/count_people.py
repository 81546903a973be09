"""Each night everybody is counted (model/people_count.py). A worker that dies is followed by another, which goes on behind the last people
that were noted: how far the walk is and what it has counted are one item, so nobody counts twice and nobody is left out. Then whoever
moved is told to be in another segment (tell_groups.py): who was told is known there, and not told again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.marketing.knowing.tell_groups import Measure, tell_groups
from functions.marketing.model.people_count import PeopleCount
from functions.marketing.store.people import everybody
from functions.marketing.store.people_counts import people_count, people_count_put
from functions.marketing.store.tag_rules import kept_tag_rules, ready
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import TimeLeft, time_left
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
    watch = time_left()
    with suppress(Overtaken):
        if one.telling or (one := _counted(one, watch, now)).telling:
            _told(one, watch)


def _counted(one: PeopleCount, watch: TimeLeft | None, now: datetime) -> PeopleCount:
    """With figures when all were looked at; raises Overtaken."""
    currency = settings().default_currency
    one = _kept(one if one.started_at else replace(one, started_at=times.iso(now)), _LEASE)
    began = times.parse(one.started_at)
    for number, (last, people) in enumerate(everybody(one.cursor or None), 1):
        for known in people:
            one.tally.add(known, currency, began)
        one = replace(one, cursor=last)
        if _is_late(watch):
            return _kept(one, timedelta())
        one = _kept(one, _LEASE) if number % _OFTEN == 0 else one
    fact("marketing.people_counted", buyers=sum(one.tally.days.values()))
    return _kept(one.ended(now, currency), _LEASE)


def _told(one: PeopleCount, watch: TimeLeft | None) -> None:
    cuts, moved = asdict(one.cuts), 0
    rules, version = kept_tag_rules()
    # Who goes on in the middle notes the list of those who were judged first.
    one = one if one.cursor else replace(one, rules=version)
    for number, (last, some) in enumerate(tell_groups(one.cursor or None, Measure(cuts, one.counted_at, ready(rules, cuts))), 1):
        one, moved = replace(one, cursor=last), moved + some
        if _is_late(watch):
            _kept(one, timedelta())
            return
        one = _kept(one, _LEASE) if number % _OFTEN == 0 else one
    now = clock.now()
    # Set anew meanwhile: whoever was judged by the list of before is judged again.
    same = kept_tag_rules()[1] == one.rules
    _kept(one.all_told() if same else replace(one, cursor=""), _next_night(now) - now if same else timedelta())
    fact("marketing.groups_told", moved=moved)


def _is_late(watch: TimeLeft | None) -> bool:
    return watch is not None and watch.remaining() < _NEEDS


def _next_night(now: datetime) -> datetime:
    zone = settings().store_timezone
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return start_of_day(tomorrow, zone) + _AT


def _kept(one: PeopleCount, rest: timedelta) -> PeopleCount:
    """Looked at again after that. Raises Overtaken."""
    transact([people_count_put(one, due=clock.now() + rest)])
    return replace(one, version=one.version + 1)
