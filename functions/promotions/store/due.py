"""Where single coupons wait for their notice and their end: a sharded index, so that no minute of expiry is one hot partition."""

from __future__ import annotations

import zlib
from datetime import datetime

from functions.promotions.model.coupon import next_due
from functions.promotions.store.records import CodeRecord, due_pk
from functions.shared.plain import times

SHARDS = 16


def set_due(record: CodeRecord) -> None:
    """For a new single coupon: when somebody must look at it next; never for one without an end."""
    if record.expires_at:
        record.due_pk = shard_of(record.pk)
        record.due_at = due_moment(record)


def due_moment(record: CodeRecord) -> str:
    expires = times.parse(record.expires_at or "")
    at = next_due(expires, held=bool(record.customer_id), told=bool(record.told_at))
    return times.iso(at)


def shard_of(pk: str) -> str:
    return due_pk(zlib.crc32(pk.encode()) % SHARDS)


def is_over(expires_at: str | None, at: datetime) -> bool:
    """Over from the very moment of its end."""
    return expires_at is not None and expires_at <= times.iso(at)
