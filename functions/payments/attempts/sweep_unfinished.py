"""Find the payments whose provider is to be asked now and put them on the queue; the worker asks (poll_payment.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.payments.store.due import due_partitions
from functions.payments.store.records import PaymentRecord
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times

_PER_SHARD = 250


def sweep() -> int:
    """How many were put on the queue. What is left over, or was put twice, does no harm: the worker looks whether it is due."""
    sent = send_all("payment-webhooks", (Message({"poll": payment}) for payment in _due(times.iso(clock.now()))))
    fact("payments.swept", due=sent)
    return sent


def _due(now: str) -> Iterator[str]:
    index: Any = PaymentRecord.due
    for partition in due_partitions():
        for item in index.query(partition, PaymentRecord.due_at <= now, limit=_PER_SHARD):
            yield item.pk.removeprefix("PAY#")
