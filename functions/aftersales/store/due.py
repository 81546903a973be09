"""What time is to work on: cases and complaints in one sharded index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.aftersales.store.records import AftersalesTable, case_pk, complaint_pk

SHARDS = 4
_MOST_DUE = 250


def due_now(now: str) -> Iterator[dict[str, str]]:
    """Messages for the queue: `{"case": id}` or `{"complaint": id}`."""
    index: Any = AftersalesTable.due
    for shard in range(SHARDS):
        for item in index.query(f"DUE#{shard}", AftersalesTable.due_at <= now, limit=_MOST_DUE):
            if item.pk.startswith(complaint_pk("")):
                yield {"complaint": item.pk.removeprefix(complaint_pk(""))}
            else:
                yield {"case": item.pk.removeprefix(case_pk(""))}
