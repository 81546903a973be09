"""Rows of the audit log as a file, for whoever may read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from functions.audit.exporting.export_log import KIND, ask_export, file_link, wanted_of
from functions.audit.model.log_export import FileFormat, LogExport
from functions.audit.store.export_files import facts_of
from functions.platform import Job, PlatformTable, State, find_job
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.moments import Day
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

audit_exports_api = Api("audit")
_PATH, _MISSING = "/v1/admin/audit_exports", (404, "not_found")


class AuditExportIn(Schema):
    """Days on which rows were chained (UTC): some seconds after what they tell of."""

    from_: Day = Field(alias="from", description="The first day.")
    until: Day = Field(description="The day after the last one; at most 366 days.", examples=["2026-02-01"])
    format: FileFormat = FileFormat.NDJSON
    actor: str = Field("", max_length=100, description="Rows of this person or key only.", examples=[""])
    subject: str = Field("", max_length=200, description="Rows about this only.", examples=[""])
    action: str = Field("", max_length=200, description="The whole of it, or a beginning.", examples=[""])

    def wanted(self) -> LogExport:
        return LogExport(_text(self.from_), _text(self.until), self.format, self.actor, self.subject, self.action)


class AuditExportOut(Schema):
    id: str = Field(description="Its job's, too.", examples=["job_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    state: State
    from_: str = Field(alias="from")
    until: str
    format: FileFormat
    is_whole: bool = Field(description="Without filters: its rows lead from head to head.")
    rows: int = Field(description="Read until now.")
    error: str | None
    has_file: bool
    size: int | None = Field(description="Bytes of the ZIP.")
    manifest_sha256: str | None

    @classmethod
    def of(cls, job: Job) -> AuditExportOut:
        wanted, facts = wanted_of(job), (facts_of(job.id) if job.state is State.SUCCEEDED else None) or dict[str, Any]()
        return cls.model_validate(
            {
                "id": job.id, "state": job.state, "from": wanted.start, "until": wanted.until, "format": wanted.format,
                "is_whole": wanted.is_whole, "rows": job.progress.done, "error": job.error.code if job.error else None,
                "has_file": bool(facts), "size": facts.get("size"), "manifest_sha256": facts.get("manifest_sha256"),
            }
        )  # fmt: skip


class AuditFileOut(Schema):
    url: str = Field(description="The ZIP (rows, heads.ndjson, manifest.json), without further headers, for a minute.")
    until: str


def _text(day: date) -> str:
    return day.isoformat()


@audit_exports_api.operation(
    "POST", _PATH, summary="Have rows of the audit log put together", permission="audit.read", status=202, body=AuditExportIn,
    response=AuditExportOut, idempotent=PlatformTable, scope=WHOLE_SHOP, errors=[(422, "invalid_period")],
)  # fmt: skip
def post_audit_export(req: Request[AuditExportIn, NoQuery]) -> Reply:
    """Made by a job. A ZIP: `rows.ndjson` or `rows.csv`, the signed heads of these days, and a manifest that says how a row's hash is made.
    Texts that a spreadsheet would take for a formula begin with an apostrophe in a CSV; verify by NDJSON."""

    def render(job: Job) -> Reply:
        return Reply(AuditExportOut.of(job), 202)

    return render(ask_export(req.body.wanted(), actor=req.caller.actor, remember=req.remembering(render)))


@audit_exports_api.operation(
    "GET", f"{_PATH}/{{id}}", summary="An export of the audit log", permission="audit.read", response=AuditExportOut, scope=WHOLE_SHOP,
    errors=[_MISSING],
)  # fmt: skip
def get_audit_export(req: Request[NoBody, NoQuery]) -> AuditExportOut:
    return AuditExportOut.of(find_job(req.path["id"], KIND))


@audit_exports_api.operation(
    "GET", f"{_PATH}/{{id}}/file", summary="Where the file of an export of the audit log is", permission="audit.read",
    response=AuditFileOut, scope=WHOLE_SHOP, errors=[_MISSING, (409, "not_ready"), (409, "file_gone")],
)  # fmt: skip
def get_audit_file(req: Request[NoBody, NoQuery]) -> AuditFileOut:
    """The audit log is told who fetched it before the answer is given. It goes after seven days."""
    url, until = file_link(req.path["id"])
    return AuditFileOut(url=url, until=until)
