"""HTTP operations for staff: sales reports that are too long for one answer."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from functions.platform import Job, JobView, PlatformTable, find_job
from functions.reports.exports.start import KIND, start_export
from functions.reports.sales.asking import ReportQuery
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

exports_api = Api("reports")
_PATH = "/v1/admin/report_exports"
_WRONG = [
    (422, "unknown_timezone"), (422, "invalid_time"), (422, "reversed_range"), (422, "range_too_long"), (422, "unknown_currency"),
    (422, "same_dimension"),
]  # fmt: skip


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ReportExportIn(ReportQuery):
    """The same questions that `GET /v1/admin/reports/sales` takes."""

    format: FileFormat = Field(
        FileFormat.CSV, description="`csv`: one file, packed by gzip. `xlsx`: a spreadsheet, with another sheet after each 1,048,575 rows."
    )


@exports_api.operation(
    "POST", _PATH, summary="Have a long sales report put together", permission="reports.read", status=202, body=ReportExportIn,
    response=JobView, idempotent=PlatformTable, scope=WHOLE_SHOP, errors=_WRONG,
)  # fmt: skip
def post_report_export(req: Request[ReportExportIn, NoQuery]) -> Reply:
    """Made by a job, of the figures as they are when it begins: five million rows at most, of one period a hundred thousand. The same
    rows, columns and rules as a file of the report itself."""

    def render(job: Job) -> Reply:
        return Reply(JobView.of(job), 202, etag=str(job.version))

    return render(start_export(req.body, actor=req.caller.actor, remember=req.remembering(render)))


@exports_api.operation(
    "GET", f"{_PATH}/{{id}}", summary="How far a long sales report is, and its file", permission="reports.read", response=JobView,
    scope=WHOLE_SHOP, errors=[(404, "not_found")],
)  # fmt: skip
def get_report_export(req: Request[NoBody, NoQuery]) -> JobView:
    return JobView.of(find_job(req.path["id"], KIND))
