"""Imports as staff starts them. How far one is says `GET /v1/admin/jobs/{id}`."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from functions.catalog.imports.schemas import MAX_FILE, MAX_INLINE, ImportIn, ImportOptions, ImportStarted, UploadForm
from functions.catalog.imports.source_rows import Format
from functions.catalog.imports.start_import import import_now, offer_upload, start_import
from functions.platform import Job, JobView, PlatformTable
from functions.shared.api import Api, NoQuery, Reply, Request
from functions.shared.errors import UnsupportedMedia
from functions.shared.events import Actor
from functions.shared.objects import Form
from functions.shared.validation import parse_json

imports_api = Api("imports")

_FORMATS: dict[str, Format] = {
    "text/csv": "shopify_csv",
    "application/csv": "shopify_csv",
    "application/octet-stream": "shopify_csv",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "ndjson",
}
_FILE = [(413, "file_too_large"), (415, "unsupported_media_type"), (422, "empty_file")]


def _reply(job: Job, form: Form | None = None) -> Reply:
    upload = UploadForm(url=form.url, fields=form.fields, max_size=MAX_FILE) if form else None
    return Reply(ImportStarted(upload=upload, **dict(JobView.of(job))), 202, etag=str(job.version))


def _start(req: Request[Any, ImportOptions]) -> Reply:
    """`application/json` asks for an address to upload to; `text/csv` and `application/x-ndjson` are the file itself.

    Send a file in another encoding than UTF-8 as `application/octet-stream`, or upload it.
    """
    media = req.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "application/json":
        return _offered(req, **_by(req))
    if media not in _FORMATS:
        raise UnsupportedMedia("Send text/csv, application/x-ndjson, or application/json for an upload.")
    return _started(req, _FORMATS[media], **_by(req))


class _By(TypedDict):
    actor: Actor
    override: bool


def _by(req: Request[Any, ImportOptions]) -> _By:
    return {"actor": req.caller.actor, "override": req.caller.may("price.override")}


def _offered(req: Request[Any, ImportOptions], **by: Unpack[_By]) -> Reply:
    wanted = parse_json(req.raw, ImportIn)
    return _reply(*offer_upload(wanted, remember=lambda job, form: [*req.remember(_reply(job, form))], **by))


def _started(req: Request[Any, ImportOptions], file_format: Format, **by: Unpack[_By]) -> Reply:
    return _reply(import_now(req.raw, file_format, req.query, remember=lambda job: [*req.remember(_reply(job))], **by))


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
    return _reply(start_import(req.path["id"], remember=lambda job: [*req.remember(_reply(job))]))
