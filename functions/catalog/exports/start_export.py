"""Begin an export."""

from __future__ import annotations

from functions.catalog.exports.schemas import ExportIn
from functions.catalog.imports import job_files
from functions.catalog.imports.schemas import default_language
from functions.platform import Job, begin_writes, new_job
from functions.shared.events.envelope import Actor
from functions.shared.store.transactions import Remember, transact


def start_export(wanted: ExportIn, *, actor: Actor, remember: Remember[Job]) -> Job:
    """The job, already queued; its `result` will be the file."""
    spec = {"format": wanted.format, "language": default_language(wanted.language)}
    if wanted.status is not None:
        spec["status"] = wanted.status.value
    job = new_job(job_files.EXPORT, spec, actor=actor, start=True, stage="planning")
    transact([*begin_writes(job), *remember(job)])
    return job
