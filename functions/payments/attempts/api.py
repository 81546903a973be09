"""Payments for the storefront, and the door for providers."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.read_payments import payment_for, payments_for
from functions.payments.attempts.schemas import Paged, PaymentList, PaymentView, StartPayment, payment_view
from functions.payments.attempts.start_payment import Wish, start_payment
from functions.payments.store.records import PaymentRecord, PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request, once

api = Api("payments")
ORDER_TOKEN = ("X-Order-Token",)


@api.operation(
    "POST",
    "/v1/orders/{id}/payments",
    summary="Start paying an order",
    body=StartPayment,
    response=PaymentView,
    status=201,
    idempotent=PaymentsTable,
    headers=(*ORDER_TOKEN, "X-Device-Id", "X-Payment-Proof"),
    example={"provider": "sandbox", "method": "wallet", "return_url": "https://shop.example.com/orders"},
    errors=[
        (404, "not_found"),
        (404, "payment_method_not_found"),
        (409, "payment_method_expired"),
        (409, "payment_method_unusable"),
        (409, "too_many_payment_methods"),
        (403, "sign_in_to_keep"),
        (403, "requires_action"),
        (422, "unsupported_save"),
        (409, "order_not_payable"),
        (409, "payment_deadline_passed"),
        (409, "nothing_to_pay"),
        (409, "too_many_attempts"),
        (403, "forbidden"),
        (422, "unsupported_provider"),
        (422, "unsupported_method"),
        (422, "unsupported_currency"),
        (422, "unsupported_country"),
        (422, "unsupported_amount"),
        (422, "point_takes_no_cash"),
        (422, "unsupported_in_market"),
        (422, "unsupported_capture"),
        (422, "payer_id_missing"),
        (503, "payment_outcome_unknown"),
        (503, "provider_busy"),
        (503, "provider_unavailable"),
    ],
)
def start(req: Request[StartPayment, NoQuery]) -> Reply:
    answer = once(_started)
    wish = _wish(req)
    token = req.headers.get("x-order-token")
    return answer(start_payment(wish, caller=req.caller, order_token=token, key=req.key, remember=req.remembering(answer)))


def _wish(req: Request[StartPayment, NoQuery]) -> Wish:
    asked = req.body
    return Wish(
        req.path["id"],
        asked.provider or "",
        asked.method,
        asked.return_url or "",
        asked.payer_id or "",
        req.source_ip,
        asked.capture,
        asked.metadata,
        save=asked.save,
        saved_id=asked.payment_method_id or "",
        device=req.headers.get("x-device-id", ""),
        proof=req.headers.get("x-payment-proof", ""),
    )


def _started(record: PaymentRecord) -> Reply:
    return Reply(payment_view(record), 201)


@api.operation(
    "GET",
    "/v1/orders/{id}/payments",
    summary="Payments of an order",
    query=Paged,
    response=PaymentList,
    headers=ORDER_TOKEN,
    errors=[(404, "not_found")],
)
def of_order(req: Request[Any, Paged]) -> PaymentList:
    token, asked = req.headers.get("x-order-token"), req.query
    page = payments_for(req.path["id"], caller=req.caller, order_token=token, limit=asked.limit, cursor=asked.cursor)
    return PaymentList(data=[payment_view(record) for record in page.data], next_cursor=page.next_cursor)


@api.operation("GET", "/v1/payments/{id}", summary="A payment", response=PaymentView, headers=ORDER_TOKEN, errors=[(404, "not_found")])
def show(req: Request[Any, NoQuery]) -> Reply:
    record = payment_for(req.path["id"], caller=req.caller, order_token=req.headers.get("x-order-token"))
    return Reply(payment_view(record), etag=str(int(record.version)))
