"""Goodwill over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.payments.goodwill.give import give
from functions.payments.goodwill.schemas import CompensationIn, CompensationList, CompensationOut
from functions.payments.model.compensation import Compensation
from functions.payments.refunds.request_refund import checked_order
from functions.payments.store.compensations import compensations_of
from functions.payments.store.records import PaymentsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

goodwill_api = Api("payments")


def _given(made: Compensation) -> Reply:
    return Reply(CompensationOut.of(made), 201)


@goodwill_api.operation(
    "POST",
    "/v1/admin/orders/{id}/compensations",
    summary="Give money or a coupon that nobody owes",
    permission="orders.compensate",
    body=CompensationIn,
    response=CompensationOut,
    status=201,
    idempotent=PaymentsTable,
    errors=[
        (404, "not_found"), (409, "nothing_paid"), (409, "capture_failed"), (409, "too_many_refunds"), (409, "too_many_compensations"),
        (422, "points_not_yet"), (422, "currency_mismatch"), (422, "goodwill_limit_exceeded"), (422, "compensation_exceeds_order"),
        (422, "refund_exceeds_captured"),
    ],
)  # fmt: skip
def post_compensation(req: Request[CompensationIn, NoQuery]) -> Reply:
    """All that is given for an order stays within the limit of the role that gives the last of it (`/v1/admin/payment_settings`), and
    within what the order cost. Money goes back as a refund, within what is left to be refunded; a coupon is for the order's
    customer, or, of a guest, for who has its code."""
    wanted = req.body
    made = give(req.path["id"], wanted.kind, wanted.amount.money(), wanted.reason, caller=req.caller, remember=req.remembering(_given))
    return _given(made)


@goodwill_api.operation(
    "GET",
    "/v1/admin/orders/{id}/compensations",
    summary="What was given for an order that nobody owed",
    permission="orders.read",
    response=CompensationList,
    errors=[(404, "not_found")],
)
def get_compensations(req: Request[Any, NoQuery]) -> CompensationList:
    """All of it, oldest first."""
    checked_order(req.path["id"], caller=req.caller)
    return CompensationList(data=[CompensationOut.of(one) for one in compensations_of(req.path["id"])])
