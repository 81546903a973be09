"""What time is to work on: cases, complaints, surveys and recalls in one sharded index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.aftersales.store.records import AftersalesTable, case_pk, complaint_pk, recall_pk, survey_pk

SHARDS = 4
_MOST_DUE = 250
_KINDS = {"case": case_pk(""), "complaint": complaint_pk(""), "survey": survey_pk(""), "recall": recall_pk("")}


def due_now(now: str) -> Iterator[dict[str, str]]:
    """Messages for the queue: `{"case": id}`, `{"complaint": id}`, `{"survey": id}` or `{"recall": id}`."""
    index: Any = AftersalesTable.due
    for shard in range(SHARDS):
        for item in index.query(f"DUE#{shard}", AftersalesTable.due_at <= now, limit=_MOST_DUE):
            for kind, pk in _KINDS.items():
                if item.pk.startswith(pk):
                    yield {kind: item.pk.removeprefix(pk)}
