"""Orders over HTTP, for their buyers. A guest shows the order's token as X-Order-Token; another's order is a 404."""

from __future__ import annotations

from typing import Any

from functions.orders.model.states import CancelReason
from functions.orders.placed.answers import order_reply, remembering
from functions.orders.placed.cancel_order import cancel
from functions.orders.placed.claim_order import claim
from functions.orders.placed.confirm_receipt import confirm
from functions.orders.placed.extend_hold import extend
from functions.orders.placed.list_orders import orders_of_customer
from functions.orders.placed.schemas import Cancellation, EventsOut, OrderOut, OrdersOut, PageQuery, TimelineOut
from functions.orders.placed.views import events_view, orders_view, timeline_view
from functions.orders.store.access import visible_order
from functions.orders.store.order_page import order_page
from functions.orders.store.records import OrdersTable
from functions.orders.store.timeline import events_after, timeline
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

api = Api("orders")
_READ = [(404, "not_found")]
_MOVE = [*_READ, (403, "forbidden"), (409, "illegal_transition"), (409, "version_conflict")]
_LANGUAGE = ("Accept-Language",)


def _order_token(req: Request[Any, Any]) -> str | None:
    return req.headers.get("x-order-token")


@api.operation("GET", "/v1/me/orders", summary="My orders", permission="customer", query=PageQuery, response=OrdersOut, headers=_LANGUAGE)
@api.operation("GET", "/v1/orders", summary="My orders", permission="customer", query=PageQuery, response=OrdersOut, headers=_LANGUAGE)
def my_orders(req: Request[NoBody, PageQuery]) -> OrdersOut:
    """Newest first."""
    return orders_view(orders_of_customer(req.caller.id, limit=req.query.limit, cursor=req.query.cursor), req.languages)


@api.operation("GET", "/v1/orders/{id}", summary="Read an order", response=OrderOut, errors=_READ, headers=(*_LANGUAGE, "If-None-Match"))
def read_order(req: Request[NoBody, NoQuery]) -> Reply:
    """With its payments and parcels. Poll it cheaply with If-None-Match: the ETag changes with everything shown here.

    `Retry-After` says when asking again is worth it: 2 s while money is awaited, a minute on the road, an hour when all is over.
    """
    return order_reply(req, order_page(req.path["id"], caller=req.caller, order_token=_order_token(req)))


@api.operation("GET", "/v1/orders/{id}/timeline", summary="What happened", query=PageQuery, response=TimelineOut, errors=_READ)
def read_timeline(req: Request[NoBody, PageQuery]) -> TimelineOut:
    """Every step with time and actor, oldest first."""
    visible_order(req.path["id"], caller=req.caller, order_token=_order_token(req))
    page = timeline(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return timeline_view(page, for_staff=req.caller.may("orders.read"))


@api.operation("GET", "/v1/orders/{id}/events", summary="The order's events", query=PageQuery, response=EventsOut, errors=_READ)
def read_events(req: Request[NoBody, PageQuery]) -> EventsOut:
    """As they were told to subscribers, oldest first; `cursor` can be any earlier `position`."""
    visible_order(req.path["id"], caller=req.caller, order_token=_order_token(req))
    page, position = events_after(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return events_view(page, position, for_staff=req.caller.may("orders.read"))


@api.operation(
    "POST", "/v1/orders/{id}/cancel", summary="Cancel an order", body=Cancellation, response=OrderOut, idempotent=OrdersTable,
    errors=_MOVE, headers=_LANGUAGE,
)  # fmt: skip
def cancel_order(req: Request[Cancellation, NoQuery]) -> Reply:
    """Buyers until it is paid, staff until a parcel has left; the stock goes back on sale, what was paid is given back."""
    named = CancelReason(req.body.reason) if req.body.reason else None
    token, if_match, keep = _order_token(req), req.if_match(), remembering(req)
    return order_reply(req, cancel(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=keep, named=named))


@api.operation(
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
    token, if_match = _order_token(req), req.if_match()
    return order_reply(req, confirm(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=remembering(req)))


@api.operation(
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
    token, if_match = _order_token(req), req.if_match()
    return order_reply(req, extend(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=remembering(req)))


@api.operation(
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
    return order_reply(req, claim(req.path["id"], caller=req.caller, order_token=_order_token(req), remember=remembering(req)))
