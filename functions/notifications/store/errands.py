"""Errands as they are stored. One that is written stands in the index of what is due until it is through, whoever dies meanwhile."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from functions.notifications.model.errand import Errand, ErrandKind
from functions.notifications.store.records import ErrandRecord, endpoint_pk, errand_sk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

_DUE = "ERRANDS"
_MOST = 1_000
_KEPT = timedelta(days=30)
"""One that is through."""
WAKE = "wake"


def wake_put(endpoint_id: str, now: datetime) -> Put:
    """For the transaction that changed the endpoint. One that is under way begins anew."""
    at = times.iso(now)
    record = _record(Errand(endpoint_id, WAKE, ErrandKind.WAKE, at))
    # Another version each time: who was at work on the former one must not end this one.
    record.version = int(now.timestamp() * 1000) * 1000 + random.randrange(1000)  # noqa: S311 — to tell two apart, not a secret
    return Put(record)


def errand_put(one: Errand) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    return locked_put(_record(one), one.version)


def find_errand(endpoint_id: str, name: str) -> Errand | None:
    record = find(ErrandRecord, endpoint_pk(endpoint_id), errand_sk(name))
    return replace(load(Errand, record.body), version=int(record.version)) if record else None


def due_errands(until: datetime) -> Iterator[tuple[str, str]]:
    """Endpoint and name."""
    for row in islice(ErrandRecord.due.query(_DUE, ErrandRecord.due_at <= times.iso(until)), _MOST):
        yield row.pk.removeprefix(endpoint_pk("")), row.sk.removeprefix(errand_sk(""))


def _record(one: Errand) -> ErrandRecord:
    record = ErrandRecord(
        pk=endpoint_pk(one.endpoint_id),
        sk=errand_sk(one.name),
        kind="errand",
        version=one.version + 1,
        body=dump(replace(one, version=0)),
    )
    if one.is_over:
        record.ttl = int((clock.now() + _KEPT).timestamp())
    else:
        record.due_pk, record.due_at = _DUE, one.due_at
    return record
