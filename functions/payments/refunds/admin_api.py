"""Payments for staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.payments.attempts.read_payments import staff_payments
from functions.payments.attempts.schemas import AskedPayments, ReceiptView, RecordReceipt, StaffPaymentList, staff_payment_view
from functions.payments.model.refund import Refund
from functions.payments.on_delivery.record_receipt import record_receipt
from functions.payments.refunds.preview_refund import preview_refund
from functions.payments.refunds.request_refund import refunds_of, request_refund, retry_refund
from functions.payments.refunds.schemas import (
    MadeRefund,
    RefundList,
    RefundPreview,
    RequestRefund,
    made_refund,
    refund_preview,
    refund_view,
)
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel
from functions.shared.store.transactions import Remember

admin_api = Api("payments")


@admin_api.operation(
    "GET",
    "/v1/admin/payments",
    summary="Payments of the shop, or of an order",
    permission="payments.read",
    query=AskedPayments,
    response=StaffPaymentList,
    errors=[(404, "not_found")],
)
def payments(req: Request[Any, AskedPayments]) -> StaffPaymentList:
    asked = req.query
    page = staff_payments(asked.order, asked.status, asked.provider, caller=req.caller, limit=asked.limit, cursor=asked.cursor)
    return StaffPaymentList(data=[staff_payment_view(record) for record in page.data], next_cursor=page.next_cursor)


@admin_api.operation(
    "POST",
    "/v1/admin/payments/{id}/record_receipt",
    summary="Record the money of a bank transfer",
    permission="payments.write",
    body=RecordReceipt,
    response=ReceiptView,
    idempotent=PaymentsTable,
    errors=[
        (404, "not_found"),
        (409, "not_a_manual_payment"),
        (409, "already_captured"),
        (409, "receipt_used"),
        (422, "amount_mismatch"),
        (422, "receipt_unreadable"),
    ],
)
def receipt(req: Request[RecordReceipt, NoQuery]) -> Reply:
    money, number = req.body.amount.money(), req.body.receipt
    view = ReceiptView(payment_id=req.path["id"], receipt=number, status="captured", amount=MoneyModel.of(money))
    reply = Reply(view)
    record_receipt(req.path["id"], money=money, receipt=number, remember=req.remember(reply))
    return reply


_TOO_MUCH = [
    (404, "not_found"),
    (409, "nothing_paid"),
    (409, "capture_failed"),
    (409, "nothing_to_refund"),
    (409, "too_many_refunds"),
    (422, "refund_exceeds_captured"),
    (422, "refunds_nothing"),
    (422, "line_quantity_exceeded"),
    (422, "line_amount_exceeded"),
    (422, "shipping_exceeded"),
]


@admin_api.operation(
    "POST",
    "/v1/admin/orders/{id}/refunds",
    summary="Give money back",
    permission="orders.refund",
    body=RequestRefund,
    response=MadeRefund,
    status=201,
    idempotent=PaymentsTable,
    errors=[*_TOO_MUCH, (409, "no_account"), (422, "unknown_line"), (422, "amount_and_parts"), (422, "currency_mismatch")],
)
def refund(req: Request[RequestRefund, NoQuery]) -> Reply:
    wish, currency = req.body.wish(), req.body.currency()
    remember, reason = _remember_refunds(req), req.body.reason
    made = request_refund(
        req.path["id"],
        wish,
        currency=currency,
        reason=reason,
        caller=req.caller,
        remember=remember,
        restock=req.body.restock,
        metadata=req.body.metadata,
        private_metadata=req.body.private_metadata,
        to=req.body.to or "",
    )
    return Reply(made_refund(made), 201)


@admin_api.operation(
    "POST",
    "/v1/admin/orders/{id}/refunds/preview",
    summary="What a refund would give back",
    permission="orders.refund",
    body=RequestRefund,
    response=RefundPreview,
    errors=[
        *(one for one in _TOO_MUCH if one[1] != "capture_failed"),
        (422, "unknown_line"),
        (422, "amount_and_parts"),
        (422, "currency_mismatch"),
    ],
)
def preview(req: Request[RequestRefund, NoQuery]) -> RefundPreview:
    """As `POST …/refunds` would decide now; nothing is written."""
    wish, currency = req.body.wish(), req.body.currency()
    seen = preview_refund(req.path["id"], wish, currency=currency, reason=req.body.reason, restock=req.body.restock, caller=req.caller)
    return refund_preview(seen.refunds, seen.left)


@admin_api.operation(
    "POST",
    "/v1/admin/orders/{id}/refunds/{refund_id}/retry",
    summary="Try a failed refund again",
    permission="orders.refund",
    response=MadeRefund,
    status=201,
    idempotent=PaymentsTable,
    errors=[*_TOO_MUCH, (409, "refund_not_failed")],
)
def retry(req: Request[Any, NoQuery]) -> Reply:
    made = retry_refund(req.path["id"], req.path["refund_id"], caller=req.caller, remember=_remember_refunds(req))
    return Reply(made_refund(made), 201)


def _remember_refunds(req: Request[Any, NoQuery]) -> Remember[Sequence[Refund]]:
    return req.remembering(lambda made: Reply(made_refund(made), 201))


@admin_api.operation(
    "GET",
    "/v1/admin/orders/{id}/refunds",
    summary="Refunds of an order",
    permission="payments.read",
    response=RefundList,
    errors=[(404, "not_found")],
)
def refunds(req: Request[Any, NoQuery]) -> RefundList:
    found = refunds_of(req.path["id"], caller=req.caller)
    return RefundList(data=[refund_view(one.refund, one.status, one.version) for one in found])
