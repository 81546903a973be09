"""Limits that are changed: what is watched is looked at anew, because its timer was set by the old ones.

The timer `limits` walks the index of timers in steps; where it is stands in its own item, so whoever dies is continued.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from functions.orders.model.shop_rules import CaseLimits
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_parts import PK
from functions.orders.store.rules_store import change_section
from functions.orders.store.timers import LIMITS, WATCH, Due, timer_partitions, timer_sk
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Remember, Update, Write, transact

STEP = 500
"""Timers that one run moves."""
_SEEN_EVERYWHERE = timedelta(seconds=90)
"""Processes keep the limits for a minute, and set timers by them."""


@dataclass(frozen=True)
class Walk:
    """Timers after `started` are looked at: `partition` is the one it is in, `after` the key of the last one there."""

    started: str
    partition: int = 0
    after: dict[str, dict[str, str]] | None = None


def set_limits(limits: CaseLimits, *, if_match: int | None, remember: Remember[CaseLimits, int]) -> tuple[CaseLimits, int]:
    """Raises VersionConflict (409)."""

    def and_look(after: CaseLimits, version: int) -> list[Write]:
        return [_timer(Walk(times.iso(clock.now())), clock.now() + _SEEN_EVERYWHERE), *remember(after, version)]

    return change_section(CaseLimits, lambda _: limits, if_match=if_match, remember=and_look)


def look_anew(due: Due) -> None:
    """One step; another timer follows while there is more."""
    timer = find(OrdersTable, due.pk, due.sk)
    if timer is None:
        return
    walk = load(Walk, timer.body)
    partition = timer_partitions()[walk.partition]
    found = OrdersTable.due.query(partition, OrdersTable.due_at > walk.started, limit=STEP, last_evaluated_key=walk.after)
    moved = sum(_bring_forward(item, walk.started) for item in found if item.sk == timer_sk(WATCH))
    fact("cases.limits_walked", partition=partition, moved=moved)
    if found.last_evaluated_key is not None:
        transact([_timer(replace(walk, after=found.last_evaluated_key), clock.now())])
    elif walk.partition + 1 < len(timer_partitions()):
        transact([_timer(Walk(walk.started, walk.partition + 1), clock.now())])
    else:
        transact([Delete(OrdersTable(pk=due.pk, sk=due.sk))])


def _bring_forward(item: OrdersTable, at: str) -> bool:
    """Not one that somebody set anew, or did, in this moment."""
    try:
        transact([Update(OrdersTable, item.pk, item.sk, [OrdersTable.due_at.set(at)], OrdersTable.due_at == item.due_at, Overtaken())])
    except Overtaken:
        return False
    return True


def _timer(walk: Walk, due_at: datetime) -> Put:
    record = OrdersTable(pk=PK, sk=timer_sk(LIMITS), kind="timer", due_pk=timer_partitions()[0], due_at=times.iso(due_at), body=dump(walk))
    return Put(record)
