"""What buyers do with their orders. A guest shows the order's token as X-Order-Token; another's order is a 404."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.orders.model.states import CancelReason
from functions.orders.placed.answers import order_reply, order_token, remembering
from functions.orders.placed.cancel_order import cancel
from functions.orders.placed.claim_order import claim
from functions.orders.placed.confirm_receipt import confirm
from functions.orders.placed.extend_hold import extend
from functions.orders.placed.schemas import OrderOut
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

steps_api = Api("orders")


class Cancellation(Schema):
    """`reason` is for staff: an order cancelled as a fraud says so."""

    reason: Literal["staff", "fraud"] | None = Field(None, examples=["staff"])


_READ = [(404, "not_found")]
_MOVE = [*_READ, (403, "forbidden"), (409, "illegal_transition"), (409, "version_conflict")]
_LANGUAGE = ("Accept-Language",)


@steps_api.operation(
    "POST", "/v1/orders/{id}/cancel", summary="Cancel an order", body=Cancellation, response=OrderOut, idempotent=OrdersTable,
    errors=_MOVE, headers=_LANGUAGE,
)  # fmt: skip
def cancel_order(req: Request[Cancellation, NoQuery]) -> Reply:
    """Buyers until it is paid, staff until a parcel has left; the stock goes back on sale, what was paid is given back."""
    named = CancelReason(req.body.reason) if req.body.reason else None
    token, if_match, keep = order_token(req), req.if_match(), remembering(req)
    return order_reply(req, cancel(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=keep, named=named))


@steps_api.operation(
    "POST",
    "/v1/orders/{id}/confirm_receipt",
    summary="Confirm receipt",
    response=OrderOut,
    idempotent=OrdersTable,
    errors=_MOVE,
    headers=_LANGUAGE,
)
def confirm_receipt(req: Request[NoBody, NoQuery]) -> Reply:
    """A delivered order is completed."""
    token, if_match = order_token(req), req.if_match()
    return order_reply(req, confirm(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=remembering(req)))


@steps_api.operation(
    "POST",
    "/v1/orders/{id}/extend",
    summary="Hold the stock longer, once",
    response=OrderOut,
    idempotent=OrdersTable,
    errors=[*_MOVE, (409, "not_pending_payment"), (409, "already_extended"), (409, "hold_expired")],
    headers=_LANGUAGE,
)
def extend_hold(req: Request[NoBody, NoQuery]) -> Reply:
    """The deadline of an unpaid order moves by the shop's extension."""
    token, if_match = order_token(req), req.if_match()
    return order_reply(req, extend(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=remembering(req)))


@steps_api.operation(
    "POST",
    "/v1/orders/{id}/claim",
    summary="Take a guest's order into the account",
    permission="customer",
    response=OrderOut,
    idempotent=OrdersTable,
    errors=[*_READ, (409, "email_not_proven")],
    headers=(*_LANGUAGE, "X-Order-Token"),
)
def claim_order(req: Request[NoBody, NoQuery]) -> Reply:
    """With the order's token, by a customer whose verified e-mail address is the order's. The token ends."""
    return order_reply(req, claim(req.path["id"], caller=req.caller, order_token=order_token(req), remember=remembering(req)))
