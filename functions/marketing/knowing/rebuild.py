"""Customers and orders of before marketing was there are taken in as its events would have told of them. Each of it may be done again: what
is known says the same then. A worker that dies is followed by another, which begins with the person at whom it stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.customers import all_customers
from functions.marketing.knowing.note_order import note_orders_of
from functions.marketing.knowing.note_person import note
from functions.marketing.model.rebuild import Rebuild
from functions.marketing.store.rebuilds import find_rebuild, rebuild_put
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, transact

_LEASE = timedelta(seconds=90)
_NEEDS, _OFTEN = 10.0, 20


def begin(caller: Caller, *, remember: Remember[Rebuild]) -> Rebuild:
    """Raises Conflict (409 `running`)."""

    def attempt() -> Rebuild:
        known, _ = find_rebuild()
        if known is not None and not known.is_over:
            raise Conflict("It is under way.", code="running")
        new = Rebuild(times.iso(clock.now()), caller.id, version=known.version if known else 0)
        written = replace(new, version=new.version + 1)
        transact([rebuild_put(new, due=clock.now()), *remember(written)])
        return written

    return again(attempt)


def go_on() -> None:
    """Nothing where it is not its time, or another worker is at it."""
    one, due_at = find_rebuild()
    if one is None or one.is_over or not due_at or due_at > times.iso(clock.now()):
        return
    watch = time_left()
    try:
        one = _kept(one)
        while not one.is_over:
            page = all_customers(one.cursor or None)
            for person in page.data[one.done :]:
                note(person)
                one = replace(one, done=one.done + 1, people=one.people + 1, orders=one.orders + note_orders_of(person))
                if watch is not None and watch.remaining() < _NEEDS:
                    _kept(one, lease=timedelta())
                    return
                one = _kept(one) if one.done % _OFTEN == 0 else one
            over = page.next_cursor is None
            one = _kept(replace(one, cursor=page.next_cursor or "", done=0, ended_at=times.iso(clock.now()) if over else ""))
        fact("marketing.rebuilt", people=one.people, orders=one.orders)
    except Overtaken:
        return


def _kept(one: Rebuild, *, lease: timedelta = _LEASE) -> Rebuild:
    """As far as it is, and nobody else's for a while. Raises Overtaken."""
    transact([rebuild_put(one, due=None if one.is_over else clock.now() + lease)])
    return replace(one, version=one.version + 1)
