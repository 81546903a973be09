"""Exports as staff starts them. The file hangs on the job: `GET /v1/admin/jobs/{id}`."""

from __future__ import annotations

from functions.catalog.exports.schemas import ExportIn
from functions.catalog.exports.start_export import start_export
from functions.platform import Job, JobView, PlatformTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

exports_api = Api("exports")


def _reply(job: Job) -> Reply:
    return Reply(JobView.of(job), 202, etag=str(job.version))


@exports_api.operation(
    "POST",
    "/v1/admin/exports",
    summary="Export products as a file",
    permission="catalog.read",
    body=ExportIn,
    response=JobView,
    status=202,
    idempotent=PlatformTable,
)
def post_export(req: Request[ExportIn, NoQuery]) -> Reply:
    """The file can be imported again: what it says of a product is all there is. Texts that a spreadsheet would take for a formula
    begin with an apostrophe in a CSV, which the import takes away again."""
    return _reply(start_export(req.body, actor=req.caller.actor, remember=req.remembering(_reply)))
