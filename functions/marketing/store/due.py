"""What waits for its time: a sharded index. The sweep only lists and enqueues; a worker does it, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from functions.marketing.store.records import BROADCAST_SK, CAMPAIGN_SK, PEOPLE_KEY, REBUILD_KEY, MarketingTable, due_shards
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.store.again import Overtaken
from functions.shared.store.due_tries import counted_try
from functions.shared.store.records import find
from functions.shared.store.transactions import transact

QUEUE = "marketing-work"
PER_MESSAGE = 20
_MOST_PER_SHARD = 5_000

Key = tuple[str, str]


def sweep() -> int:
    """Put everything that is due onto the queue; returns how much. Raises Unavailable when the queue refused some."""
    due = list(_due_keys())
    alone, together = [key for key in due if _is_long(key)], [key for key in due if not _is_long(key)]
    parts = [[key] for key in alone] + [together[start : start + PER_MESSAGE] for start in range(0, len(together), PER_MESSAGE)]
    send_all(QUEUE, (Message({"keys": part}) for part in parts))
    fact("marketing.swept", sent=len(due))
    return len(due)


def _is_long(key: Key) -> bool:
    return key[1] in (CAMPAIGN_SK, BROADCAST_SK, REBUILD_KEY, PEOPLE_KEY)


def _due_keys() -> Iterator[Key]:
    now = times.iso(clock.now())
    for shard in due_shards():
        for item in islice(MarketingTable.due.query(shard, MarketingTable.due_at <= now), _MOST_PER_SHARD):
            yield item.pk, item.sk


def keys_in(message: Mapping[str, Any]) -> list[Key]:
    return [(str(pk), str(sk)) for pk, sk in message["keys"]]


def put_off(key: Key) -> None:
    """What failed is tried later, each time, and in the end not by the schedule any more: its message is in the dead-letter queue."""
    record = find(MarketingTable, *key)
    if record is not None and record.due_pk is not None:
        with suppress(Overtaken):
            transact([counted_try(record, clock.now())])
