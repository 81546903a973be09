"""Begin an import: with the file in the call, or with an address to upload it to."""

from __future__ import annotations

from datetime import timedelta

from functions.moving.imports.schemas import MAX_FILE, DataImportIn, DataImportOptions
from functions.moving.store import job_files
from functions.platform import Job, Superseded, begin_writes, find_job, new_job, started
from functions.shared.events.envelope import Actor
from functions.shared.outside.objects import Form, put_object, size_of, upload_form
from functions.shared.plain.errors import Conflict, Invalid, PayloadTooLarge
from functions.shared.store.transactions import Remember, transact

FORM_LASTS = timedelta(hours=1)
CONTENT_TYPE = "application/octet-stream"
AWAITING, READING = "awaiting_upload", "reading"


def offer_upload(wanted: DataImportIn, *, actor: Actor, remember: Remember[Job, Form]) -> tuple[Job, Form]:
    """A job that waits for its file, and the form to send it with. Raises PayloadTooLarge (413 `file_too_large`)."""
    if wanted.size is not None and wanted.size > MAX_FILE:
        raise PayloadTooLarge(f"At most {MAX_FILE // 1024 // 1024} MB in one file; split it.", code="file_too_large", max_size=MAX_FILE)
    job = new_job(job_files.IMPORT, _spec(wanted), actor=actor, start=False, stage=AWAITING)
    form = upload_form(job_files.uploaded(job.id), content_type=CONTENT_TYPE, max_size=MAX_FILE, lasts=FORM_LASTS)
    transact([*begin_writes(job), *remember(job, form)])
    return job, form


def import_now(data: bytes, options: DataImportOptions, *, charset: str | None, actor: Actor, remember: Remember[Job]) -> Job:
    """The job, already queued. `charset` is what the call says of its body. Raises Invalid (422 `empty_file`)."""
    if not data.strip():
        raise Invalid("The file is empty.", code="empty_file")
    job = new_job(job_files.IMPORT, _spec(options, charset), actor=actor, start=True, stage=READING)
    put_object(job_files.inline(job.id), data, CONTENT_TYPE)
    transact([*begin_writes(job), *remember(job)])
    return job


def start_import(job_id: str, *, remember: Remember[Job]) -> Job:
    """Start the import of an uploaded file; one that was started stays what it is. Raises NotFound, Conflict (409 `file_missing`)."""
    job = find_job(job_id, job_files.IMPORT)
    if job.attempts:
        if writes := remember(job):
            transact(writes)
        return job
    if size_of(job_files.uploaded(job_id)) is None:
        raise Conflict("The file has not been uploaded yet.", code="file_missing")
    after, writes = started(job, stage=READING)
    try:
        transact([*writes, *remember(after)])
    except Superseded:
        return find_job(job_id)
    return after


def _spec(wanted: DataImportOptions, charset: str | None = None) -> dict[str, str]:
    spec = {"kind": wanted.kind.value, "source": wanted.source, "filename": wanted.filename}
    further = {"dry_run": "true" if wanted.dry_run else "", "charset": wanted.charset or charset or ""}
    return spec | {name: value for name, value in further.items() if value}
