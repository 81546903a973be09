"""Imports as staff starts them. How far one is says `GET /v1/admin/jobs/{id}`."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from functions.catalog.imports.files.source_rows import Format
from functions.catalog.imports.schemas import MAX_FILE, MAX_INLINE, ImportIn, ImportOptions, ImportStarted
from functions.catalog.imports.start_import import import_now, offer_upload, start_import
from functions.platform import Job, JobView, PlatformTable
from functions.shared.events.envelope import Actor
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.raw_text import charset_in
from functions.shared.http.uploads.upload_form import UploadForm
from functions.shared.http.validation import parse_json
from functions.shared.outside.objects import Form
from functions.shared.plain.errors import UnsupportedMedia

imports_api = Api("imports")

_FORMATS: dict[str, Format] = {
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/octet-stream": "csv",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "ndjson",
}
_FILE = [(413, "file_too_large"), (415, "unsupported_media_type"), (422, "empty_file"), (422, "unknown_encoding"), (422, "unknown_charset")]


def _reply(job: Job, form: Form | None = None) -> Reply:
    upload = UploadForm(url=form.url, fields=form.fields, max_size=MAX_FILE) if form else None
    return Reply(ImportStarted(upload=upload, **dict(JobView.of(job))), 202, etag=str(job.version))


def _start(req: Request[Any, ImportOptions]) -> Reply:
    """`application/json` asks for an address to upload to; `text/csv` and `application/x-ndjson` are the file itself.

    A table may be Shopify's (old or new columns), WooCommerce's, or any other with a `mapping`; commas, semicolons and tabs separate.
    Its encoding is found out; the `charset` of the Content-Type, or the option, says it where that is not possible.
    """
    media, _, parameters = req.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media == "application/json":
        return _offered(req, **_by(req))
    if media not in _FORMATS:
        raise UnsupportedMedia("Send text/csv, application/x-ndjson, or application/json for an upload.")
    return _started(req, _FORMATS[media], charset_in(parameters), **_by(req))


class _By(TypedDict):
    actor: Actor
    override: bool


def _by(req: Request[Any, ImportOptions]) -> _By:
    return {"actor": req.caller.actor, "override": req.caller.may("price.override")}


def _offered(req: Request[Any, ImportOptions], **by: Unpack[_By]) -> Reply:
    wanted = parse_json(req.raw, ImportIn)
    return _reply(*offer_upload(wanted, remember=req.remembering(_reply), **by))


def _started(req: Request[Any, ImportOptions], file_format: Format, charset: str | None, **by: Unpack[_By]) -> Reply:
    remember = req.remembering(_reply)

    return _reply(import_now(req.raw, file_format, req.query, charset=charset, remember=remember, **by))


for _path, _summary in (("/v1/admin/imports", "Import products"), ("/v1/admin/products/bulk", "Import products (the same)")):
    imports_api.operation(
        "POST",
        _path,
        summary=_summary,
        permission="catalog.write",
        query=ImportOptions,
        response=ImportStarted,
        status=202,
        idempotent=PlatformTable,
        errors=_FILE,
        raw_body=True,
        max_body=MAX_INLINE,
    )(_start)


@imports_api.operation(
    "POST",
    "/v1/admin/imports/{id}/start",
    summary="Start the import of an uploaded file at once",
    permission="catalog.write",
    response=ImportStarted,
    status=202,
    idempotent=PlatformTable,
    errors=[(404, "not_found"), (409, "file_missing")],
)
def post_start(req: Request[Any, NoQuery]) -> Reply:
    """Not needed where uploads start their import by themselves; does nothing twice."""
    return _reply(start_import(req.path["id"], remember=req.remembering(_reply)))
