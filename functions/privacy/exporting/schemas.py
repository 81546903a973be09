"""An export as it is told."""

from __future__ import annotations

from pydantic import Field

from functions.privacy.exporting.export_person import link_to
from functions.privacy.model.request import Request, RequestState
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain import times


class ExportOut(Schema):
    job_id: str
    state: RequestState
    asked_at: str
    done_at: str | None
    size: int = Field(description="Bytes of the file.")
    url: str | None = Field(description="The file, without further headers, for a quarter of an hour; another one with every reading.")
    file_until: str | None = Field(description="Until when there is a file.")

    @classmethod
    def of(cls, request: Request) -> ExportOut:
        there = bool(request.key) and request.file_until > times.iso(clock.now())
        return cls(
            job_id=request.job_id, state=request.state, asked_at=request.asked_at, done_at=request.done_at or None, size=request.size,
            url=link_to(request.key) if there else None, file_until=request.file_until or None,
        )  # fmt: skip
