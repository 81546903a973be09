"""Cash on delivery, for finance: the shop's limit, and the couriers' settlement files."""

from __future__ import annotations

from typing import Any

from functions.payments.model.settlement_file import rows_of
from functions.payments.on_delivery.schemas import PaymentSettingsModel, PaymentSettingsView, SettlementOf, SettlementView, settlement_view
from functions.payments.on_delivery.settle_deliveries import settle
from functions.payments.store.payment_settings import Kept, change_settings, kept_settings
from functions.payments.store.records import PaymentsTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.raw_text import text_of

delivery_api = Api("payments")


@delivery_api.operation(
    "POST",
    "/v1/admin/delivery_settlements",
    summary="Take over a courier's settlement of cash on delivery (CSV: order_number, amount, fee)",
    permission="payments.write",
    query=SettlementOf,
    response=SettlementView,
    idempotent=PaymentsTable,
    errors=[(422, "unreadable_file"), (422, "unknown_encoding"), (422, "unknown_charset")],
    raw_body=True,
)
def settlement(req: Request[Any, SettlementOf]) -> Reply:
    name = req.query.settlement
    rows = rows_of(text_of(req.raw, req.headers.get("content-type", ""), unreadable="unreadable_file"), req.query.currency)
    settled = settle(name, rows, remember=req.remembering(lambda made: Reply(settlement_view(name, made))))
    return Reply(settlement_view(name, settled))


def _reply(kept: Kept) -> Reply:
    return Reply(PaymentSettingsView.of(kept), etag=str(kept.version))


_document = Document("payments", _reply, lambda: _reply(kept_settings()))


@delivery_api.operation(
    "GET", "/v1/admin/payment_settings", summary="The shop's payment settings", permission="settings.read", response=PaymentSettingsView
)
def show_settings(_req: Request[Any, NoQuery]) -> Reply:
    return _reply(kept_settings())


@delivery_api.operation(
    "PUT",
    "/v1/admin/payment_settings",
    summary="Change the shop's payment settings",
    permission="settings.write",
    body=PaymentSettingsModel,
    response=PaymentSettingsView,
    idempotent=PaymentsTable,
    errors=[(409, "version_conflict")],
)
def write_settings(req: Request[PaymentSettingsModel, NoQuery]) -> Reply:
    return _reply(change_settings(req.body.settings, if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    delivery_api, write_settings, "/v1/admin/payment_settings", body=PaymentSettingsModel, response=PaymentSettingsView,
    permission="settings.write", idempotent=PaymentsTable,
)  # fmt: skip
