"""How far the walk over everybody is: one item."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.marketing.model.rebuild import Rebuild
from functions.marketing.store.records import REBUILD_KEY, RebuildRecord, due_shard
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put


def find_rebuild() -> tuple[Rebuild | None, str]:
    """And when it is looked at next."""
    record = find(RebuildRecord, REBUILD_KEY, REBUILD_KEY)
    return (replace(load(Rebuild, record.body), version=int(record.version)), record.due_at or "") if record else (None, "")


def rebuild_put(one: Rebuild, *, due: datetime | None) -> Put:
    """The transaction raises Overtaken."""
    body = dump(replace(one, version=0))
    record = RebuildRecord(pk=REBUILD_KEY, sk=REBUILD_KEY, kind="rebuild", body=body, version=one.version + 1)
    if due is not None:
        record.due_pk, record.due_at = due_shard(REBUILD_KEY), times.iso(due)
    return locked_put(record, one.version)
