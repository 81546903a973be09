"""Find the payments whose provider is to be asked now and put them on the queue; the worker asks (poll_payment.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from functions.payments.due import due_partitions
from functions.payments.records import PaymentRecord
from functions.shared import aws, clock
from functions.shared.errors import Unavailable
from functions.shared.observability import fact
from functions.shared.settings import queue_url

_PER_SHARD = 250
_BATCH = 10


def sweep() -> int:
    """How many were put on the queue. What is left over, or was put twice, does no harm: the worker looks whether it is due."""
    due = list(_due(clock.iso(clock.now())))
    for start in range(0, len(due), _BATCH):
        entries = [{"Id": str(i), "MessageBody": json.dumps({"poll": payment})} for i, payment in enumerate(due[start : start + _BATCH])]
        answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url("payment-webhooks"), Entries=entries)
        if answer.get("Failed"):
            raise Unavailable("The queue did not take every payment; the next sweep finds them again.")
    fact("payments.swept", due=len(due))
    return len(due)


def _due(now: str) -> Iterator[str]:
    index: Any = PaymentRecord.due
    for partition in due_partitions():
        for item in index.query(partition, PaymentRecord.due_at <= now, limit=_PER_SHARD):
            yield item.pk.removeprefix("PAY#")
