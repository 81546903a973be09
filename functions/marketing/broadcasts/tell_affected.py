"""The buyers of affected orders are told, each once however many of their orders are: an event beside what says that they were."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from functions.marketing.model.broadcast import TRANSITIONS, Broadcast, Stage
from functions.marketing.store.broadcasts import broadcast_put, get_broadcast, told_of, told_put
from functions.marketing.store.records import MarketingTable, broadcast_pk
from functions.orders import Affected, AffectedOrder, affected_orders, named_orders
from functions.privacy import email_key
from functions.shared.events.contracts.promotions import IncidentTold
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.time_left import time_left
from functions.shared.plain import times
from functions.shared.plain.state import advance
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

_NEEDS = 10.0
_TOGETHER = 45
"""Two writes each, and the broadcast's."""
_AT_ONCE = 100


def tell_affected(broadcast_id: str) -> None:
    """Goes on where it stopped, until all were looked at or the time is up; the sweep calls again. A worker that dies leaves who was told
    told, and the rest to the next."""
    watch = time_left()
    while again(lambda: _some(broadcast_id)) and (watch is None or watch.remaining() > _NEEDS):
        pass


def _some(broadcast_id: str) -> bool:
    """Whether there is more."""
    one, now = get_broadcast(broadcast_id), times.iso(clock.now())
    if one.state is not Stage.SENDING:
        return False
    orders, after = _next(one, now)
    people = {whom_of(order): order for order in reversed(orders)}
    known = told_of(one.id, list(people))
    new = [(whom, order) for whom, order in people.items() if whom not in known]
    for start in range(0, len(new), _TOGETHER):
        part = new[start : start + _TOGETHER]
        one = _written(replace(one, told=one.told + len(part)), now, part)
    over = after.month == ""
    moved = replace(one, month=after.month, cursor=after.cursor, looked_at=one.looked_at + len(orders))
    if over:
        moved = replace(moved, state=advance(TRANSITIONS, one.state, Stage.SENT), ended_at=now)
        fact("broadcast.sent", broadcast_id=one.id, told=one.told)
    transact([broadcast_put(moved, due="" if over else now)])
    return not over


def _written(one: Broadcast, now: str, part: Sequence[tuple[str, AffectedOrder]]) -> Broadcast:
    writes: list[Write] = [broadcast_put(one, due=now)]
    for whom, order in part:
        told = IncidentTold(one.id, order.id, one.subject, one.text, one.brief)
        put = event_put(MarketingTable, broadcast_pk(one.id), told, subject=order.id, actor=SYSTEM, cause=one.id)
        writes += [told_put(one.id, whom, clock.now()), put]
    transact(writes)
    return replace(one, version=one.version + 1)


def _next(one: Broadcast, now: str) -> tuple[list[AffectedOrder], Broadcast]:
    """Some orders, and where it goes on; a month of "" means nowhere."""
    if one.order_ids:
        at = int(one.cursor or 0)
        following = at + _AT_ONCE
        more = following < len(one.order_ids)
        return named_orders(one.order_ids[at:following]), replace(one, month="-" if more else "", cursor=str(following) if more else "")
    orders, cursor = affected_orders(Affected(**vars(one.affected)), one.month, one.cursor or None)
    if cursor:
        return orders, replace(one, cursor=cursor)
    following_month = _month_after(one.month)
    last = (one.affected.placed_until or now)[:7]
    return orders, replace(one, cursor="", month=following_month if following_month <= min(last, now[:7]) else "")


def whom_of(order: AffectedOrder) -> str:
    """The same for all orders of one person: a customer, a guest by the keyed hash of their address, else the order."""
    return order.customer_id or (email_key(order.email) if order.email else order.id)


def _month_after(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return f"{first + timedelta(days=calendar.monthrange(first.year, first.month)[1]):%Y-%m}"
