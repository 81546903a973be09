"""When a buyer was told of their right to withdraw, for staff."""

from __future__ import annotations

from pydantic import Field

from functions.orders.placed.told_of_right import say_told
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import OrdersTable
from functions.shared.http.moments import Moment
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

withdrawal_notice_api = Api("orders")


class WithdrawalNoticeIn(Schema):
    told_at: Moment | None = Field(description="When the buyer was told of the right on a durable medium. Null: never.")


class WithdrawalNoticeOut(Schema):
    order_id: str
    told_at: str | None
    version: int


def _reply(page: OrderPage) -> Reply:
    version = int(page.record.version)
    return Reply(WithdrawalNoticeOut(order_id=page.order.id, told_at=page.record.told_at, version=version), etag=str(version))


@withdrawal_notice_api.operation(
    "PUT", "/v1/admin/orders/{id}/withdrawal_notice", summary="Say when its buyer was told of their right to withdraw",
    permission="orders.write", body=WithdrawalNoticeIn, response=WithdrawalNoticeOut, idempotent=OrdersTable, headers=("If-Match",),
    errors=[(404, "not_found"), (409, "version_conflict"), (422, "in_the_future")],
)  # fmt: skip
def put_notice(req: Request[WithdrawalNoticeIn, NoQuery]) -> Reply:
    """Confirmations of orders tell it by themselves, unless the market says that they do not; this is for what was told in another way. In
    the EU the period of who was not told is twelve months longer, and ends 14 days after they are told."""
    keep = req.remembering(_reply)
    return _reply(say_told(req.path["id"], req.body.told_at, caller=req.caller, if_match=req.if_match(), remember=keep))
