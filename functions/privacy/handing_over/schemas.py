"""Exports of records as they are asked for and told."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.privacy.model.record_export import ExportState, FileFacts, RecordExport, RecordKind
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page


def _a_day(text: str) -> str:
    """From 1970 on: the first moment of a day is one everywhere."""
    if not "1970-01-02" <= text <= "2199-12-31" or date.fromisoformat(text) is None:
        raise ValueError("from 1970-01-02 to 2199-12-31")
    return text


_Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length=10), AfterValidator(_a_day)]


class RecordExportIn(Schema):
    """Days of the shop, in its time zone."""

    kinds: list[RecordKind] = Field(min_length=1, max_length=len(RecordKind), examples=[["orders", "payments"]])
    from_: _Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    until: _Day = Field(description="The day after the last one; at most 366 days.", examples=["2027-01-01"])


class RecordFileOut(Schema):
    name: str = Field(description="In the ZIP: a JSON object per line.", examples=["orders.ndjson"])
    kind: RecordKind
    rows: int
    restricted: int = Field(description="Rows of persons who were forgotten: what the law wants of them is kept sealed, and named only.")
    size: int
    sha256: str = Field(description="Of the file.")
    sums: dict[str, dict[str, int]] = Field(
        description="By currency, in its smallest unit. Orders: how many, and their totals. Payments: what stands on each account of the "
        "ledger, those of orders together.",
        examples=[{"EUR": {"orders": 2, "total": 4780}}],
    )

    @classmethod
    def of(cls, facts: FileFacts) -> RecordFileOut:
        return cls(
            name=facts.name, kind=facts.kind, rows=facts.rows, restricted=facts.restricted, size=facts.size, sha256=facts.sha256,
            sums=facts.sums,
        )  # fmt: skip


class RecordExportOut(Schema):
    id: str
    job_id: str
    state: ExportState = Field(description="withdrawn: somebody in it was forgotten, so that its file went before its time.")
    kinds: list[RecordKind]
    from_: str = Field(alias="from")
    until: str
    zone: str = Field(examples=["Europe/Berlin"])
    asked_at: str
    asked_by: str
    rows: int = Field(description="Read until now.")
    error: str | None
    done_at: str | None
    file_until: str | None = Field(description="Until when there is a file.")
    size: int = Field(description="Bytes of the ZIP.")
    files: list[RecordFileOut] = Field(description="What the manifest says of each; stays when the file is gone.")
    manifest_sha256: str | None

    @classmethod
    def of(cls, export: RecordExport) -> RecordExportOut:
        return cls.model_validate(
            {
                "id": export.id, "job_id": export.job_id, "state": export.state, "kinds": export.kinds, "from": export.from_day,
                "until": export.until_day, "zone": export.zone, "asked_at": export.asked_at, "asked_by": export.asked_by,
                "rows": export.rows, "error": export.error or None, "done_at": export.done_at or None,
                "file_until": export.file_until or None, "size": export.size, "files": [RecordFileOut.of(one) for one in export.files],
                "manifest_sha256": export.manifest_sha256 or None,
            }
        )  # fmt: skip


class RecordExportsOut(Schema):
    data: list[RecordExportOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[RecordExport]) -> RecordExportsOut:
        return cls(data=[RecordExportOut.of(one) for one in page.data], next_cursor=page.next_cursor)


class FetchedOut(Schema):
    url: str = Field(description="The ZIP, without further headers, for a minute.")
    until: str
    persons: list[str] = Field(description="Customers whose records are in it: as many as the audit log is told.")
