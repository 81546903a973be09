"""Counters of the live board, each hour in shards, and how far the lake was counted since.

- `LIVE#<day of the store>#<shard>`, sk `<hour of UTC>#<currency>`: `orders`, `paid`, `revenue`, `visitors`, only ever added to.
- `TOLD#<event>` and `VISIT#<day>#<browser>`: that something was counted. All of it goes after three days.
- `LAKE#THROUGH`: hours before it are read as they were counted.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from pynamodb.expressions.update import Action

from functions.reports.model.live import COUNTS, Moment, Place
from functions.reports.store.records import LiveRecord, ReportsTable
from functions.shared.outside import clock
from functions.shared.store.records import find
from functions.shared.store.shards import shards_of, spread
from functions.shared.store.transactions import Exists, Put, Update, put_new, transact

_KEPT = timedelta(days=3)
_THROUGH = "LAKE#THROUGH"


def add_once(event: str, place: Place, moment: Moment) -> bool:
    """Whether the event was not counted before: its mark and what it adds are one write."""
    pk = f"TOLD#{event}"
    mark = LiveRecord(pk=pk, sk=pk, kind="told", ttl=_goes())
    try:
        transact([put_new(mark), _added(place, event, moment)])
    except Exists:
        return False
    return True


def add_visitor(browser: str, place: Place) -> bool:
    """Whether it is the first time that day. Two writes, at half the price of one for both: who dies in between is put right by the next
    count."""
    pk = f"VISIT#{place.day}#{hashlib.sha256(browser.encode()).hexdigest()[:32]}"
    try:
        transact([put_new(LiveRecord(pk=pk, sk=pk, kind="visit", ttl=_goes()))])
    except Exists:
        return False
    transact([_added(place, pk, Moment(place.hour, visitors=1))])
    return True


def _added(place: Place, name: str, moment: Moment) -> Update:
    actions: list[Action] = [LiveRecord.kind.set("live"), LiveRecord.ttl.set(_goes())]
    actions += [getattr(LiveRecord, count).add(number) for count in COUNTS if (number := getattr(moment, count))]
    return Update(LiveRecord, spread(_day(place.day), name), f"{place.hour}#{moment.currency}", actions)


def counters_of(day: str) -> list[Moment]:
    """One Query a shard."""
    items = (item for pk in shards_of(_day(day)) for item in LiveRecord.query(pk))
    return [_moment(item) for item in items]


def _moment(item: LiveRecord) -> Moment:
    hour, _, currency = item.sk.partition("#")
    return Moment(hour, currency, **{count: int(getattr(item, count) or 0) for count in COUNTS})


def note_through(hour: str) -> None:
    transact([Put(ReportsTable(pk=_THROUGH, sk=_THROUGH, kind="through", body=hour))])


def counted_through() -> str:
    """Empty before the first count."""
    found = find(ReportsTable, _THROUGH, _THROUGH)
    return str(found.body) if found else ""


def _day(day: str) -> str:
    return f"LIVE#{day}"


def _goes() -> int:
    return int((clock.now() + _KEPT).timestamp())
