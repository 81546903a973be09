"""Jobs as staff sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from functions.platform.jobs.job_rows import SingleRow
from functions.platform.jobs.kinds import sees_file
from functions.platform.model.job import Job, ResultFile, RowError, RowStatus, State
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.outside.objects import download_url
from functions.shared.plain import times
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT, Page

DOWNLOAD = timedelta(hours=1)


class JobsQuery(Schema):
    state: State | None = None
    kind: str | None = Field(default=None, pattern=r"^[a-z_]+\.[a-z_]+$", max_length=64, examples=["catalog.import"])
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=2000)


class RowsQuery(Schema):
    status: RowStatus | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=2000)


class ProgressView(Schema):
    """In rows of the file; `total` is null until the file has been read."""

    total: int | None
    done: int
    created: int
    updated: int
    unchanged: int
    failed: int


class JobErrorView(Schema):
    code: str
    detail: str


class JobResultView(Schema):
    filename: str
    content_type: str
    size: int
    url: str = Field(description="Download from here without further headers; a fresh address with every reading of the job.")
    expires_at: str


class JobView(Schema):
    id: str
    kind: str = Field(examples=["catalog.import"])
    state: State
    stage: str = Field(description="What is going on within the state, e.g. awaiting_upload, reading, applying.")
    version: int
    progress: ProgressView
    attempts: int
    spec: dict[str, str]
    error: JobErrorView | None
    result: JobResultView | None
    started_by: str
    created_at: str
    updated_at: str
    started_at: str | None
    finished_at: str | None

    @classmethod
    def of(cls, job: Job, *, with_file: bool = True) -> JobView:
        return cls(
            progress=ProgressView(**vars(job.progress)),
            error=JobErrorView(**vars(job.error)) if job.error else None,
            result=_result(job.result) if job.result and with_file else None,
            started_by=job.actor.id or job.actor.kind,
            **{name: getattr(job, name) for name in _PLAIN},
        )


_PLAIN = (
    "id", "kind", "state", "stage", "version", "attempts", "spec", "created_at", "updated_at", "started_at", "finished_at",
)  # fmt: skip


class JobPage(Schema):
    data: list[JobView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Job], caller: Caller) -> JobPage:
        return cls(data=[seen_by(caller, job) for job in page.data], next_cursor=page.next_cursor)


class RowErrorView(Schema):
    field: str = Field(description="A column, or a JSON pointer; empty when the whole row is meant.")
    code: str
    detail: str


class RowView(Schema):
    line: int = Field(description="Line of the file on which the row begins; 1 is the first.")
    status: Literal["created", "updated", "unchanged", "failed"]
    id: str | None = Field(description="What the row made or changed, e.g. a product.")
    code: str | None = Field(description="Why it failed, or what was left undone.")
    detail: str | None
    errors: list[RowErrorView]

    @classmethod
    def of(cls, row: SingleRow) -> RowView:
        line, result, errors = row
        if result.status is RowStatus.FAILED and not errors:
            culprits = sorted({error.line for error in result.errors})
            errors = (
                RowError(
                    line, "", "product_failed", f"What this row belongs to was not imported: see line {culprits[0] if culprits else line}."
                ),
            )
        first = errors[0] if errors else None
        return cls(
            line=line,
            status=result.status.value,
            id=result.id,
            code=first.code if first else None,
            detail=first.detail if first else None,
            errors=[RowErrorView(field=e.field, code=e.code, detail=e.detail) for e in errors],
        )


class RowPage(Schema):
    data: list[RowView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[SingleRow]) -> RowPage:
        return cls(data=[RowView.of(row) for row in page.data], next_cursor=page.next_cursor)


def seen_by(caller: Caller, job: Job) -> JobView:
    return JobView.of(job, with_file=sees_file(caller, job))


def _result(result: ResultFile) -> JobResultView:
    url = download_url(result.key, lasts=DOWNLOAD, filename=result.filename)
    expires = times.iso(clock.now() + DOWNLOAD)
    return JobResultView(filename=result.filename, content_type=result.content_type, size=result.size, url=url, expires_at=expires)
