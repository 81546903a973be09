"""Each minute: messages whose time has come go back onto the queue of their channel, as their event did at first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import timedelta

from functions.notifications.channels.table import is_channel
from functions.notifications.model.message import Message, State
from functions.notifications.model.queues import queue_of
from functions.notifications.store.messages import due_messages, keep, put_off
from functions.notifications.store.records import HeldRecord
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message as Queued
from functions.shared.outside.queues import send_all
from functions.shared.plain.bodies import load
from functions.shared.store.again import Overtaken

MOST = 2_000
"""Of each shard in one run; the rest a minute later."""
_AGAIN = timedelta(minutes=15)
"""One whose message was lost on the way is looked at again."""


def wake() -> int:
    """How many. Who dies in between wakes them twice, and a message is made once."""
    by_queue: dict[str, list[HeldRecord]] = {}
    for record in due_messages(clock.now(), most=MOST):
        if not is_channel(load(Message, record.body).channel):
            _end(record)
            continue
        by_queue.setdefault(queue_of(load(Message, record.body).channel), []).append(record)
    for queue, records in by_queue.items():
        send_all(queue, _queued(records))
        for record in records:
            put_off(record, clock.now() + _AGAIN)
    woken = sum(map(len, by_queue.values()))
    fact("messages.woken", woken=woken)
    return woken


def _end(record: HeldRecord) -> None:
    """Its channel came in a package that is gone. Nothing, where somebody is at it."""
    message = load(Message, record.body)
    with suppress(Overtaken):
        keep((record.pk, record.sk), int(record.version), replace(message, state=State.SKIPPED, reason="channel_gone", lease_until=""))


def _queued(records: list[HeldRecord]) -> Iterator[Queued]:
    for record in records:
        envelope = load(Envelope, record.held)
        held = {"pk": record.pk, "sk": record.sk, "version": int(record.version)}
        said = {"detail-type": envelope.type, "detail": asdict(envelope), "channel": load(Message, record.body).channel, "held": held}
        yield Queued(said)
