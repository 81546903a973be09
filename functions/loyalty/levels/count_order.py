"""What an order counts for its buyer's level: from its payment, less what goes back, booked once however often it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from functions.loyalty.model.earned import Earned
from functions.loyalty.model.levels import Levels
from functions.loyalty.model.member import counted, levelled
from functions.loyalty.store.members import Counted, counted_of, counted_put, member_of, member_writes, today
from functions.loyalty.store.programmes import kept_levels
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

Change = Callable[[Earned], Earned]


def count_order(order_id: str, change: Change, *, paid: str = "") -> None:
    """`change` adds a fact to what is known of the order; it may run more than once. `paid`: the currency of an order that was paid just
    now: it keeps the rate, and the day, of that moment."""
    try:
        again(lambda: _count(order_id, change, paid))
    except Erased:
        # Its buyer's level went with them.
        return


def _count(order_id: str, change: Change, paid: str) -> None:
    before, (levels, _), now = counted_of(order_id), kept_levels(), clock.now()
    order, day = change(before.order), before.day
    if paid and not day:
        day, order = today(now).isoformat(), replace(order, rate=levels.counting(paid))
    after = Counted(replace(order, points=order.due), day, before.version)
    if after == before:
        return
    by, writes = after.order.points - before.order.points, list[Write]([counted_put(after)])
    if by:
        writes += _member(after, by, levels)
        fact("level.counted", order_id=order_id, by=by, day=day)
    transact(writes)


def _member(order: Counted, by: int, levels: Levels) -> list[Write]:
    now = clock.now()
    member = counted(member_of(order.order.customer_id), order.day, by)
    after, why = levelled(member, levels, now, today(now), may_drop=False)
    return list(member_writes(after, levels, why, SYSTEM))
