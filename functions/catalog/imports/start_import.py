"""Begin an import: with the file in the call, or with an address to upload it to."""

from __future__ import annotations

import json
from datetime import timedelta

from functions.catalog.imports import job_files
from functions.catalog.imports.files.source_rows import Format
from functions.catalog.imports.schemas import MAX_FILE, ImportIn, ImportOptions, default_currency, default_language
from functions.platform import Job, Superseded, begin_writes, find_job, new_job, started
from functions.shared.events.envelope import Actor
from functions.shared.outside.objects import Form, put_object, size_of, upload_form
from functions.shared.plain.errors import Conflict, Invalid, PayloadTooLarge
from functions.shared.plain.lost_text import LOST, UNKNOWN_ENCODING
from functions.shared.store.transactions import Remember, transact

FORM_LASTS = timedelta(hours=1)
CONTENT_TYPES: dict[Format, str] = {"csv": "text/csv", "shopify_csv": "text/csv", "ndjson": "application/x-ndjson"}
AWAITING, READING = "awaiting_upload", "reading"
PRICE_OVERRIDE = "price_override"
"""In the spec of a job whose starter may set prices below their floor."""
DRY_RUN = "dry_run"


def offer_upload(wanted: ImportIn, *, actor: Actor, override: bool = False, remember: Remember[Job, Form]) -> tuple[Job, Form]:
    """A job that waits for its file, and the form to send it with. Raises PayloadTooLarge (413 `file_too_large`)."""
    if wanted.size is not None:
        check_size(wanted.size)
    job = new_job(job_files.IMPORT, _spec(wanted, wanted.format, override), actor=actor, start=False, stage=AWAITING)
    form = upload_form(job_files.uploaded(job.id), content_type=CONTENT_TYPES[wanted.format], max_size=MAX_FILE, lasts=FORM_LASTS)
    transact([*begin_writes(job), *remember(job, form)])
    return job, form


def import_now(
    data: bytes,
    file_format: Format,
    options: ImportOptions,
    *,
    charset: str | None = None,
    actor: Actor,
    override: bool = False,
    remember: Remember[Job],
) -> Job:
    """The job, already queued. `charset` is what the call says of its body. Raises Invalid (422 `empty_file`, `unknown_encoding`)."""
    if not data.strip():
        raise Invalid("The file is empty.", code="empty_file")
    if LOST.encode() in data:
        raise Invalid.field("", UNKNOWN_ENCODING, "Characters of the file were lost before it came here (U+FFFD).")
    job = new_job(job_files.IMPORT, _spec(options, file_format, override, charset), actor=actor, start=True, stage=READING)
    put_object(job_files.inline(job.id), data, CONTENT_TYPES[file_format])
    transact([*begin_writes(job), *remember(job)])
    return job


def start_import(job_id: str, *, remember: Remember[Job]) -> Job:
    """Start the import of an uploaded file; one that was started stays what it is. Raises NotFound, Conflict (409 `file_missing`)."""
    job = find_job(job_id, job_files.IMPORT)
    if job.attempts:
        if writes := remember(job):
            transact(writes)
        return job
    size = size_of(job_files.uploaded(job_id))
    if size is None:
        raise Conflict("The file has not been uploaded yet.", code="file_missing")
    after, writes = started(job, stage=READING)
    try:
        transact([*writes, *remember(after)])
    except Superseded:
        return find_job(job_id)
    return after


def check_size(size: int) -> None:
    if size > MAX_FILE:
        raise PayloadTooLarge(f"At most {MAX_FILE // 1024 // 1024} MB in one file; split it.", code="file_too_large", max_size=MAX_FILE)


def _spec(wanted: ImportIn | ImportOptions, file_format: Format, override: bool, charset: str | None = None) -> dict[str, str]:
    currency, language = default_currency(wanted.currency), default_language(wanted.language)
    spec = {"format": file_format, "filename": wanted.filename, "currency": currency, "language": language, "stock": wanted.stock.value}
    further = {
        PRICE_OVERRIDE: "true" if override else "",
        DRY_RUN: "true" if wanted.dry_run else "",
        "charset": wanted.charset or charset or "",
        "mapping": json.dumps(wanted.columns(), ensure_ascii=False) if wanted.columns() else "",
    }
    return spec | {name: value for name, value in further.items() if value}
