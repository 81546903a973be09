"""Timers: due items in a sharded index. The sweep puts what is due onto a queue; a worker does it, once, by kind.

A sweep also sends what will be due before the next one is sure to have come: the queue holds it back until its second. So no deadline
waits for a schedule that runs once a minute, and some timers are sent twice.

A timer lives in the partition of what it is about, so that it is written and deleted in the same transaction as the state it
belongs to. Delivered twice or too late, its handler finds the timer gone and does nothing.

Each try is counted before it begins, so that one that dies is counted too, and puts the next one off. After the last one the timer is
set aside: its message ends in the dead-letter queue, from where it runs again (`shop redrive timers`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from math import ceil
from typing import Any

from functions.orders.model.shipment import Shipment, Void
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import MOST_TRIES, counted_try, is_set_aside, tries_of
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, Put, Write, transact

PAYMENT_DEADLINE = "payment_deadline"
AUTO_CONFIRM = "auto_confirm"
STOCK = "stock"
BOOKING = "booking"
VOID = "void"
SUBSCRIBE = "subscribe"
PLAN = "plan"
WATCH = "watch"
LIMITS = "limits"
REVIEW = "review"
AMENDMENT = "amendment"
DRAFT = "draft"
DECIDE = "decide"
FILE = "file"
SHARDS = 4
# What was tried waits apart: it takes nobody's turn, and is sent when it is due, not ahead, so that one message is about it.
_AGAIN = "DUE#AGAIN"
_SK = "TIMER#"
# A sweep sends at most this many; what never gets done in one shard must not use up the turn of the others.
_MOST_PER_SHARD = 1_250
# A schedule of one minute starts within its minute, not on its second.
_AHEAD = timedelta(seconds=90)


@dataclass(frozen=True)
class Due:
    """A timer that has come: where it lives and when it was due."""

    pk: str
    sk: str
    due_at: str

    @property
    def kind(self) -> str:
        return self.sk.removeprefix(_SK)

    @property
    def order_id(self) -> str:
        return self.pk.removeprefix(order_pk(""))


def timer_put(order_id: str, kind: str, due_at: datetime) -> Put:
    """The write that sets (or moves) the order's timer of this kind."""
    return Put(
        OrdersTable(
            pk=order_pk(order_id),
            sk=_SK + kind,
            kind="timer",
            due_pk=_shard(zlib.crc32(order_id.encode()) % SHARDS),
            due_at=times.iso(due_at),
        )
    )


def timer_delete(order_id: str, kind: str) -> Delete:
    """The write that stops it; fine when there is none."""
    return Delete(OrdersTable(pk=order_pk(order_id), sk=_SK + kind))


def told_voids(order_id: str, shipments: Iterable[Shipment]) -> list[Write]:
    """Couriers are told of parcels that a transaction stops right after it. `shipments`: as it writes them."""
    return [timer_put(order_id, VOID, clock.now())] if any(one.void is Void.ASKED for one in shipments) else []


def timer_sk(kind: str) -> str:
    return _SK + kind


def timer_partitions() -> list[str]:
    """Of the index `due`, where timers wait for their moment."""
    return [_shard(number) for number in range(SHARDS)]


def _shard(number: int) -> str:
    return f"DUE#{number}"


def sweep() -> int:
    """Put every timer that is or will soon be due onto the queue `timers`; returns how many. Raises Unavailable when it refused some."""
    now = clock.now()
    sent = send_all("timers", (Message(vars(due), _until(due, now)) for due in _due_soon(now + _AHEAD)))
    fact("timers.swept", sent=sent)
    return sent


def _due_soon(soon: datetime) -> Iterator[Due]:
    for number in range(SHARDS):
        yield from _due_in(_shard(number), soon)
    yield from _due_in(_AGAIN, soon - _AHEAD)


def _due_in(partition: str, until: datetime) -> Iterator[Due]:
    index = OrdersTable.due.query(partition, OrdersTable.due_at <= times.iso(until))
    yield from (Due(item.pk, item.sk, item.due_at) for item in islice(index, _MOST_PER_SHARD))


def _until(due: Due, now: datetime) -> int:
    """Whole seconds, rounded up: a timer that came too early would be left for another sweep."""
    return max(0, ceil((times.parse(due.due_at) - now).total_seconds()))


def run(message: Mapping[str, Any], handlers: Mapping[str, Callable[[Due], None]]) -> None:
    """Do what one message of the queue says. Raises what its handler does, KeyError for a kind that nobody handles."""
    due, now = Due(message["pk"], message["sk"], message["due_at"]), clock.now()
    timer = find(OrdersTable, due.pk, due.sk)
    # Gone: done or no longer wanted. Moved: it will come again.
    if timer is None or (timer.due_at or "") > times.iso(now):
        return
    if not is_set_aside(timer):
        try:
            transact([counted_try(timer, now, partition=_AGAIN)])
        except Overtaken:
            return
        if tries_of(timer) + 1 == MOST_TRIES:
            fact("timer.set_aside", kind=due.kind, order_id=due.order_id)
    handlers[due.kind](due)
