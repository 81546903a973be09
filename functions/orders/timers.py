"""Timers: due items in a sharded index. The sweep puts what is due onto a queue; a worker does it, once, by kind.

A sweep also sends what will be due before the next one is sure to have come: the queue holds it back until its second. So no deadline
waits for a schedule that runs once a minute, and some timers are sent twice.

A timer lives in the partition of what it is about, so that it is written and deleted in the same transaction as the state it
belongs to. Delivered twice or too late, its handler finds the timer gone and does nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from functions.orders.records import OrdersTable, order_pk
from functions.shared import aws, clock
from functions.shared.errors import Unavailable
from functions.shared.observability import fact
from functions.shared.records import find
from functions.shared.settings import queue_url
from functions.shared.transactions import Delete, Put

PAYMENT_DEADLINE = "payment_deadline"
AUTO_CONFIRM = "auto_confirm"
SHARDS = 4
_SK = "TIMER#"
# SQS takes ten messages per request; a sweep stops after this many, the next minute goes on.
_BATCH = 10
_MOST_PER_SWEEP = 5_000
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
            due_at=clock.iso(due_at),
        )
    )


def timer_delete(order_id: str, kind: str) -> Delete:
    """The write that stops it; fine when there is none."""
    return Delete(OrdersTable(pk=order_pk(order_id), sk=_SK + kind))


def _shard(number: int) -> str:
    return f"DUE#{number}"


def sweep() -> int:
    """Put every timer that is or will soon be due onto the queue `timers`; returns how many. Raises Unavailable when it refused some."""
    sent, batch = 0, list[Due]()
    for due in _due_soon():
        batch.append(due)
        if len(batch) == _BATCH:
            sent, batch = sent + _send(batch), []
        if sent >= _MOST_PER_SWEEP:
            break
    sent += _send(batch) if batch else 0
    fact("timers.swept", sent=sent)
    return sent


def _due_soon() -> Iterator[Due]:
    soon = clock.iso(clock.now() + _AHEAD)
    for number in range(SHARDS):
        for item in OrdersTable.due.query(_shard(number), OrdersTable.due_at <= soon):
            yield Due(item.pk, item.sk, item.due_at)


def _send(batch: list[Due]) -> int:
    now = clock.now()
    entries = [{"Id": str(i), "MessageBody": json.dumps(vars(due)), "DelaySeconds": _until(due, now)} for i, due in enumerate(batch)]
    answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url("timers"), Entries=entries)
    if refused := answer.get("Failed"):
        raise Unavailable(f"The queue refused {len(refused)} timers.")
    return len(batch)


def _until(due: Due, now: datetime) -> int:
    """Whole seconds, rounded up: a timer that came too early would be left for another sweep."""
    return max(0, ceil((clock.parse(due.due_at) - now).total_seconds()))


def run(message: Mapping[str, Any], handlers: Mapping[str, Callable[[Due], None]]) -> None:
    """Do what one message of the queue says. Raises KeyError for a kind that nobody handles (it ends in the dead-letter queue)."""
    due = Due(message["pk"], message["sk"], message["due_at"])
    handle = handlers[due.kind]
    timer = find(OrdersTable, due.pk, due.sk)
    # Gone: done or no longer wanted. Moved: it will come again.
    if timer is not None and (timer.due_at or "") <= clock.iso(clock.now()):
        handle(due)
