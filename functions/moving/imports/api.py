"""Imports of customers and orders as staff starts them. How far one is says `GET /v1/admin/jobs/{id}`."""

from __future__ import annotations

from typing import Any

from functions.moving.imports.schemas import MAX_FILE, MAX_INLINE, DataImportIn, DataImportOptions, DataImportStarted
from functions.moving.imports.start_import import import_now, offer_upload, start_import
from functions.platform import Job, JobView, PlatformTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.raw_text import charset_in
from functions.shared.http.uploads.upload_form import UploadForm
from functions.shared.outside.objects import Form
from functions.shared.plain.errors import UnsupportedMedia

imports_api = Api("data_imports")

_FILES = {
    "text/csv",
    "application/csv",
    "text/tab-separated-values",
    "application/octet-stream",
    "application/x-ndjson",
    "application/jsonl",
    "application/json",
}


def _reply(job: Job, form: Form | None = None) -> Reply:
    upload = UploadForm(url=form.url, fields=form.fields, max_size=MAX_FILE) if form else None
    return Reply(DataImportStarted(upload=upload, **dict(JobView.of(job))), 202, etag=str(job.version))


@imports_api.operation(
    "POST", "/v1/admin/data_imports/uploads", summary="Announce a file of customers or orders to be uploaded and imported",
    permission="data.import", body=DataImportIn, response=DataImportStarted, status=202, idempotent=PlatformTable,
    errors=[(413, "file_too_large")],
)  # fmt: skip
def post_upload(req: Request[DataImportIn, NoQuery]) -> Reply:
    return _reply(*offer_upload(req.body, actor=req.caller.actor, remember=req.remembering(_reply)))


@imports_api.operation(
    "POST", "/v1/admin/data_imports", summary="Import customers or orders of another system", permission="data.import",
    query=DataImportOptions, response=DataImportStarted, status=202, idempotent=PlatformTable, raw_body=True, max_body=MAX_INLINE,
    errors=[(413, "file_too_large"), (415, "unsupported_media_type"), (422, "empty_file")],
)  # fmt: skip
def post_import(req: Request[Any, DataImportOptions]) -> Reply:
    """The body is the file: Shopify's or WooCommerce's CSV, WooCommerce's JSON, or our own NDJSON. Which one shows in it."""
    media, _, parameters = req.headers.get("content-type", "").partition(";")
    if media.strip().lower() not in _FILES:
        raise UnsupportedMedia(
            "Send text/csv, application/json or application/x-ndjson; a larger file goes by /v1/admin/data_imports/uploads."
        )
    charset = charset_in(parameters)
    return _reply(import_now(req.raw, req.query, charset=charset, actor=req.caller.actor, remember=req.remembering(_reply)))


@imports_api.operation(
    "POST", "/v1/admin/data_imports/{id}/start", summary="Start the import of an uploaded file at once", permission="data.import",
    response=DataImportStarted, status=202, idempotent=PlatformTable, errors=[(404, "not_found"), (409, "file_missing")],
)  # fmt: skip
def post_start(req: Request[Any, NoQuery]) -> Reply:
    """Not needed where uploads start their import by themselves; does nothing twice."""
    return _reply(start_import(req.path["id"], remember=req.remembering(_reply)))
