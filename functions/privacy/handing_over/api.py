"""Order, payment and consent records of a period as a file, for who may have them."""

from __future__ import annotations

from datetime import date

from functions.privacy.handing_over.ask import ask_records, export_named, fetch
from functions.privacy.handing_over.schemas import FetchedOut, RecordExportIn, RecordExportOut, RecordExportsOut
from functions.privacy.model.record_export import RecordExport
from functions.privacy.store.record_exports import exports_page
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.sealing import PrivacyTable

record_exports_api = Api("privacy")
_PATH = "/v1/admin/record_exports"


@record_exports_api.operation(
    "POST", _PATH, summary="Have the records of a period put together", permission="data.export", status=202, body=RecordExportIn,
    response=RecordExportOut, idempotent=PrivacyTable, errors=[(422, "invalid_period")],
)  # fmt: skip
def post_record_export(req: Request[RecordExportIn, NoQuery]) -> Reply:
    """Made by a job. The same period gives the same hashes, as long as nothing of it has changed."""

    def render(export: RecordExport) -> Reply:
        return Reply(RecordExportOut.of(export), 202)

    first, until = date.fromisoformat(req.body.from_), date.fromisoformat(req.body.until)
    return render(ask_records(req.body.kinds, first, until, actor=req.caller.actor, remember=req.remembering(render)))


@record_exports_api.operation(
    "GET", _PATH, summary="Exports of records", permission="data.export", query=PageQuery, response=RecordExportsOut
)
def get_record_exports(req: Request[NoBody, PageQuery]) -> RecordExportsOut:
    """Newest first, also those whose file is gone: what it had stays known."""
    return RecordExportsOut.of(exports_page(limit=req.query.limit, cursor=req.query.cursor))


@record_exports_api.operation(
    "GET", f"{_PATH}/{{id}}", summary="An export of records", permission="data.export", response=RecordExportOut,
    errors=[(404, "not_found")],
)  # fmt: skip
def get_record_export(req: Request[NoBody, NoQuery]) -> RecordExportOut:
    return RecordExportOut.of(export_named(req.path["id"]))


@record_exports_api.operation(
    "GET", f"{_PATH}/{{id}}/file", summary="Where the file is", permission="data.export", response=FetchedOut,
    errors=[(404, "not_found"), (409, "not_ready"), (409, "file_gone")],
)  # fmt: skip
def get_record_export_file(req: Request[NoBody, NoQuery]) -> FetchedOut:
    """The audit log is told whose records were fetched before the answer is given."""
    fetched = fetch(req.path["id"])
    return FetchedOut(url=fetched.url, until=fetched.until, persons=fetched.persons)
