"""Begin an export: what is asked is judged at once, so that no job starts which must fail."""

from __future__ import annotations

from functions.platform import Job, begin_writes, new_job
from functions.reports.sales.asking import ReportQuery, span_asked
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import Remember, transact

KIND = "reports.export"


def start_export(asked: ReportQuery, *, actor: Actor, remember: Remember[Job]) -> Job:
    """The job, already queued; its `result` will be the file. Raises Invalid."""
    span_asked(asked)
    job = new_job(KIND, {"asked": asked.model_dump_json(by_alias=True)}, actor=actor, start=True, stage="planning")
    transact([*begin_writes(job), *remember(job)])
    return job
