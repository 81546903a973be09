"""What staff keep on payments and refunds, over HTTP."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.note_payment import known_payment, note_payment
from functions.payments.attempts.schemas import StaffPaymentView, staff_payment_view
from functions.payments.model.refund import Refund
from functions.payments.refunds.note_refund import known_refund, note_refund
from functions.payments.refunds.schemas import RefundView, refund_view
from functions.payments.store.records import PaymentRecord, PaymentsTable, RefundRecord
from functions.shared.http.notes import NotesPatch
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.bodies import load

notes_api = Api("payments")

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")


def _reply(record: PaymentRecord) -> Reply:
    return Reply(staff_payment_view(record), etag=str(int(record.version)))


def _refund_reply(record: RefundRecord) -> Reply:
    version = int(record.version)
    return Reply(refund_view(load(Refund, record.body), record.status, version), etag=str(version))


@notes_api.operation(
    "GET", "/v1/admin/payments/{id}", summary="A payment", permission="payments.read", response=StaffPaymentView, errors=[_MISSING]
)
def read_payment(req: Request[Any, NoQuery]) -> Reply:
    return _reply(known_payment(req.path["id"]))


@notes_api.operation(
    "PATCH", "/v1/admin/payments/{id}", summary="Keep notes on a payment", permission="payments.write", body=NotesPatch,
    response=StaffPaymentView, idempotent=PaymentsTable, headers=("If-Match",), errors=[_MISSING, _STALE],
)  # fmt: skip
def patch_payment(req: Request[NotesPatch, NoQuery]) -> Reply:
    noted = note_payment(
        req.path["id"],
        req.body.notes(),
        actor=req.caller.actor,
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(noted)


@notes_api.operation(
    "GET",
    "/v1/admin/orders/{id}/refunds/{refund_id}",
    summary="A refund",
    permission="payments.read",
    response=RefundView,
    errors=[_MISSING],
)
def read_refund(req: Request[Any, NoQuery]) -> Reply:
    return _refund_reply(known_refund(req.path["id"], req.path["refund_id"])[0])


@notes_api.operation(
    "PATCH", "/v1/admin/orders/{id}/refunds/{refund_id}", summary="Keep notes on a refund", permission="orders.refund", body=NotesPatch,
    response=RefundView, idempotent=PaymentsTable, headers=("If-Match",), errors=[_MISSING, _STALE],
)  # fmt: skip
def patch_refund(req: Request[NotesPatch, NoQuery]) -> Reply:
    noted = note_refund(
        req.path["id"],
        req.path["refund_id"],
        req.body.notes(),
        actor=req.caller.actor,
        if_match=req.if_match(),
        remember=req.remembering(_refund_reply),
    )
    return _refund_reply(noted)
