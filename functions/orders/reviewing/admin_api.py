"""Orders on hold over HTTP, for staff."""

from __future__ import annotations

from functions.orders.model.states import CancelReason
from functions.orders.placed.schemas import PageQuery
from functions.orders.placed.staff.schemas import AdminOrderOut
from functions.orders.placed.staff.views import admin_order_view
from functions.orders.reviewing import decide
from functions.orders.reviewing.hold_order import hold
from functions.orders.reviewing.schemas import HoldIn, OrdersOnHoldOut, RejectIn, ReleaseIn, on_hold_view
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import OrdersTable
from functions.orders.store.review.reviews import open_reviews
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

review_api = Api("orders")
_REVIEW = "orders.review"
_ERRORS = [(404, "not_found"), (409, "version_conflict")]
_DECIDED = [*_ERRORS, (409, "not_on_hold")]


def _reply(page: OrderPage) -> Reply:
    return Reply(admin_order_view(page, risk=True), etag=str(int(page.record.version)))


@review_api.operation(
    "GET", "/v1/admin/orders/held", summary="Orders on hold", permission="orders.read", query=PageQuery, response=OrdersOnHoldOut
)
def list_held(req: Request[NoBody, PageQuery]) -> OrdersOnHoldOut:
    """The longest held first, with why. A page can be shorter than `limit` and still have a `next_cursor`."""
    return on_hold_view(open_reviews(limit=req.query.limit, cursor=req.query.cursor))


@review_api.operation(
    "POST", "/v1/admin/orders/{id}/hold", summary="Put an order on hold", permission=_REVIEW, body=HoldIn, response=AdminOrderOut,
    idempotent=OrdersTable, headers=("If-Match",),
    errors=[*_ERRORS, (409, "order_on_hold"), (409, "nothing_to_hold"), (409, "too_many_reviews")],
)  # fmt: skip
def hold_order(req: Request[HoldIn, NoQuery]) -> Reply:
    """Nothing of it leaves until it is released. Parcels that are prepared are cancelled, and their couriers told; one that was collected
    already, or that its courier does not stop, goes on and is an exception."""
    keep = req.remembering(_reply)
    return _reply(hold(req.path["id"], req.body.reason, caller=req.caller, if_match=req.if_match(), remember=keep))


@review_api.operation(
    "POST", "/v1/admin/orders/{id}/release", summary="Release an order that is on hold", permission=_REVIEW, body=ReleaseIn,
    response=AdminOrderOut, idempotent=OrdersTable, headers=("If-Match",), errors=_DECIDED,
)  # fmt: skip
def release_order(req: Request[ReleaseIn, NoQuery]) -> Reply:
    """It is planned at once, and no rule holds it again."""
    keep = req.remembering(_reply)
    return _reply(decide.release(req.path["id"], req.body.note, caller=req.caller, if_match=req.if_match(), remember=keep))


@review_api.operation(
    "POST", "/v1/admin/orders/{id}/reject", summary="Cancel an order that is on hold", permission=_REVIEW, body=RejectIn,
    response=AdminOrderOut, idempotent=OrdersTable, headers=("If-Match",), errors=[*_DECIDED, (409, "illegal_transition")],
)  # fmt: skip
def reject_order(req: Request[RejectIn, NoQuery]) -> Reply:
    """Its stock goes back on sale, and what was paid is given back."""
    reason, keep = CancelReason(req.body.reason), req.remembering(_reply)
    return _reply(decide.reject(req.path["id"], req.body.note, reason, caller=req.caller, if_match=req.if_match(), remember=keep))
