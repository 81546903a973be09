"""When a payment's provider must be asked next: two attributes that put the item into the sharded `due` index."""

from __future__ import annotations

import zlib
from datetime import datetime

from pynamodb.expressions.update import Action

from functions.payments.store.records import PaymentRecord
from functions.shared.plain import times

SHARDS = 4


def due_partition(payment_id: str) -> str:
    return f"PAYMENTS#{zlib.crc32(payment_id.encode()) % SHARDS}"


def due_partitions() -> list[str]:
    return [f"PAYMENTS#{shard}" for shard in range(SHARDS)]


def due_actions(payment_id: str, moment: datetime | None) -> list[Action]:
    """The changes that ask at `moment`, or never again; the tries that failed before are forgotten."""
    fresh = PaymentRecord.due_tries.remove()
    if moment is None:
        return [PaymentRecord.due_pk.remove(), PaymentRecord.due_at.remove(), fresh]
    return [fresh, PaymentRecord.due_pk.set(due_partition(payment_id)), PaymentRecord.due_at.set(times.iso(moment))]
