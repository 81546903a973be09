"""The legal entities over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.invoices.settings.schemas import InvoiceSettingsModel, InvoiceSettingsOut
from functions.invoices.store.invoice_settings import KeptSettings, change_settings, kept_settings
from functions.invoices.store.records import InvoicesTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

settings_api = Api("invoices")
_PATH = "/v1/admin/invoice_settings"


def _reply(kept: KeptSettings) -> Reply:
    return Reply(InvoiceSettingsOut.of(kept), etag=str(kept.version))


_document = Document("invoices", _reply, lambda: _reply(kept_settings()))


@settings_api.operation("GET", _PATH, summary="Who invoices", permission="settings.read", response=InvoiceSettingsOut)
def get_settings(_req: Request[Any, NoQuery]) -> Reply:
    return _reply(kept_settings())


@settings_api.operation(
    "PUT", _PATH, summary="Set who invoices", permission="settings.write", body=InvoiceSettingsModel, response=InvoiceSettingsOut,
    idempotent=InvoicesTable, errors=[(409, "version_conflict"), (409, "entity_missing")], headers=("If-Match",),
)  # fmt: skip
def put_settings(req: Request[InvoiceSettingsModel, NoQuery]) -> Reply:
    """What was issued before stays as it was. A legal entity that was there stays there; switch it off instead (`enabled`)."""
    return _reply(change_settings(req.body.settings(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    settings_api,
    put_settings,
    _PATH,
    body=InvoiceSettingsModel,
    response=InvoiceSettingsOut,
    permission="settings.write",
    idempotent=InvoicesTable,
    errors=[(409, "entity_missing")],
)
