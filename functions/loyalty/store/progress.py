"""What causes were counted for somebody's missions, as it is stored."""

from __future__ import annotations

from dataclasses import replace

from functions.loyalty.model.missions import CauseKind, Progress
from functions.loyalty.store.records import CAUSES, PROGRESS_SK, CauseRecord, ProgressRecord, customer_pk
from functions.shared.plain.bodies import dump_brief, load
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, put_new
from functions.shared.store.versions import locked_put


class CauseKnown(Conflict):
    """It was told before."""

    code = "cause_known"


def progress_of(customer_id: str) -> Progress:
    """Of version 0 where nothing was counted yet. One GetItem."""
    record = find(ProgressRecord, customer_pk(customer_id), PROGRESS_SK)
    return replace(load(Progress, record.body), version=int(record.version)) if record else Progress(customer_id)


def progress_put(progress: Progress) -> Put:
    """In place of what was read. The transaction raises Overtaken."""
    pk, body = customer_pk(progress.customer_id), dump_brief(replace(progress, version=0))
    return locked_put(ProgressRecord(pk=pk, sk=PROGRESS_SK, kind="missions", body=body, version=progress.version + 1), progress.version)


def cause_put(customer_id: str, kind: CauseKind, name: str) -> Put:
    """The transaction raises CauseKnown."""
    return put_new(CauseRecord(pk=customer_pk(customer_id), sk=f"{CAUSES}{kind.value}#{name}", kind="cause"), CauseKnown("Told before."))
