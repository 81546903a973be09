"""Withdrawal over HTTP, for buyers. A guest shows the order's token as X-Order-Token; another's order is a 404."""

from __future__ import annotations

from typing import Any

from functions.aftersales.model.withdrawal import Statement
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.withdrawing.schemas import WithdrawalIn, WithdrawalOut
from functions.aftersales.withdrawing.two_steps import confirm, prefill
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.store.transactions import transact

withdrawal_api = Api("returns")


def _declared(stated: Statement) -> Reply:
    return Reply(WithdrawalOut.declared(stated), 201)


@withdrawal_api.operation(
    "POST",
    "/v1/orders/{id}/withdrawal",
    summary="Withdraw from a contract, or a part of it, in two steps",
    body=WithdrawalIn,
    response=WithdrawalOut,
    idempotent=AftersalesTable,
    headers=("X-Order-Token", "Accept-Language"),
    example={"lines": [{"line_id": "line_01K2Z8Q1N5V9T3R7W4X6Y8Z0AB", "quantity": 1}]},
    own_answers={201: ("application/json",)},
    errors=[
        (404, "not_found"), (403, "forbidden"), (409, "no_withdrawal_right"), (409, "withdrawal_over"), (409, "withdrawal_excluded"),
        (409, "already_withdrawn"), (409, "nothing_to_withdraw"), (409, "too_many_returns"), (422, "unknown_line"),
        (422, "line_quantity_exceeded"), (422, "unknown_confirm_token"),
    ],
)  # fmt: skip
def post_withdrawal(req: Request[WithdrawalIn, NoQuery]) -> Reply:
    """The first call answers what would be withdrawn, until when that can be done, and the `confirm_token`; nothing has happened then. The
    second call sends the token alone: 201, and the statement is acknowledged to the order's own address with its content, date and time.
    From the contract until 14 days after the last parcel came (EU; twelve months longer where the buyer was not told), or seven days
    (China), where the goods went; a market may give more. Nobody decides about it."""
    asking = _asking(req)
    if req.body.confirm_token:
        return _declared(confirm(req.path["id"], req.body.confirm_token, asking, remember=req.remembering(_declared)))
    reply = Reply(WithdrawalOut.prefilled(prefill(req.path["id"], req.body.wish(), asking), req.languages))
    transact(req.remember(reply))
    return reply


def _asking(req: Request[Any, Any]) -> Asking:
    return Asking(req.caller, req.headers.get("x-order-token"))
