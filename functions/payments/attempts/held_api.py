"""Money that is authorised and not captured yet, for staff: take it, or let it go."""

from __future__ import annotations

from typing import Any

from functions.payments.attempts.schemas import CaptureView, CaptureWish, VoidView, capture_view
from functions.payments.attempts.take_held import take_held
from functions.payments.attempts.void_payment import void_payment
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import MoneyModel
from functions.shared.plain.money import Money

held_api = Api("payments")


@held_api.operation(
    "POST",
    "/v1/admin/payments/{id}/capture",
    summary="Capture authorised money, all or a part",
    permission="payments.write",
    body=CaptureWish,
    response=CaptureView,
    status=201,
    idempotent=PaymentsTable,
    errors=[
        (404, "not_found"),
        (409, "not_authorized"),
        (409, "capture_would_release"),
        (422, "capture_exceeds_authorized"),
        (422, "partial_capture_unsupported"),
        (422, "currency_mismatch"),
    ],
)
def capture(req: Request[CaptureWish, NoQuery]) -> Reply:
    money = req.body.amount.money() if req.body.amount else None

    remember = req.remembering(lambda made: Reply(capture_view(made), 201))

    made = take_held(req.path["id"], money, final=req.body.final, by=req.caller.id, remember=remember)
    return Reply(capture_view(made), 201)


@held_api.operation(
    "POST",
    "/v1/admin/payments/{id}/void",
    summary="Close an unpaid payment, or let go what is authorised",
    permission="payments.write",
    response=VoidView,
    idempotent=PaymentsTable,
    errors=[(404, "not_found"), (409, "not_voidable")],
)
def void(req: Request[Any, NoQuery]) -> Reply:
    def reply(released: Money | None) -> Reply:
        return Reply(VoidView(payment_id=req.path["id"], status="voiding", released=MoneyModel.of(released) if released else None))

    return reply(void_payment(req.path["id"], reason="staff", remember=req.remembering(reply)))
