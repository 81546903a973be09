"""Orders over HTTP, for their buyers. A guest shows the order's token as X-Order-Token; another's order is a 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.orders.access import visible_order
from functions.orders.cancel_order import cancel
from functions.orders.cart_api import visitor
from functions.orders.cart_views import preview_view
from functions.orders.claim_order import claim
from functions.orders.confirm_receipt import confirm
from functions.orders.extend_hold import extend
from functions.orders.list_orders import orders_of_customer
from functions.orders.order_page import OrderPage, order_page
from functions.orders.order_views import events_view, order_view, orders_view, retry_after, timeline_view
from functions.orders.place_order import Placing, place
from functions.orders.records import OrdersTable
from functions.orders.schemas import Cancellation, EventsOut, NewOrder, OrderOut, OrdersOut, PageQuery, TimelineOut
from functions.orders.states import CancelReason
from functions.orders.timeline import events_after, timeline
from functions.shared.api import Api, NoBody, NoQuery, Reply, Request
from functions.shared.i18n import fingerprint
from functions.shared.settings import settings
from functions.shared.transactions import Write

api = Api("orders")
_READ = [(404, "not_found")]
_MOVE = [*_READ, (403, "forbidden"), (409, "illegal_transition"), (409, "version_conflict")]
_VARY = {"Vary": "Accept-Language"}
_LANGUAGE = ("Accept-Language",)


def _order_token(req: Request[Any, Any]) -> str | None:
    return req.headers.get("x-order-token")


def _language(req: Request[Any, Any]) -> str:
    """The language in which the buyer will be written to: the first of theirs that looks like one; empty: that of their account."""
    found = (tag.split("-")[0] for tag in req.languages)
    wanted = next((language for language in found if len(language) == 2 and language.isascii() and language.isalpha()), "")
    return wanted or ("" if req.caller.id else settings().default_language)


def _reply(req: Request[Any, Any], page: OrderPage, status: int = 200) -> Reply:
    headers = _VARY | {"Retry-After": str(retry_after(page))}
    return Reply(order_view(page, req.languages), status, headers=headers, etag=f"{int(page.record.version)}-{fingerprint(req.languages)}")


def _remember(req: Request[Any, Any], status: int = 200) -> Callable[[OrderPage], list[Write]]:
    return lambda page: [*req.remember(_reply(req, page, status))]


@api.operation(
    "POST", "/v1/orders", summary="Place an order", body=NewOrder, response=OrderOut, status=201, idempotent=OrdersTable,
    errors=[*_READ, (409, "cart_already_placed"), (409, "out_of_stock"), (409, "unpublished"), (409, "preview_changed"),
            (409, "coupon_unusable"), (409, "promotion_spent"), (409, "flash_sold_out"), (409, "flash_limit"),
            (409, "flash_closed"), (409, "flash_token_invalid"),
            (429, "flash_busy"),
            (422, "empty_cart"), (422, "incomplete"), (422, "too_many_lines"), (422, "unknown_field"), (422, "invalid_field")],
    headers=(*_LANGUAGE, "X-Cart-Token"),
)  # fmt: skip
def place_order(req: Request[NewOrder, NoQuery]) -> Reply:
    """The cart becomes an order awaiting payment; its stock is reserved until `payment_deadline`. A guest keeps `token`."""
    placing = Placing(
        req.body.cart_id, visitor(req), _language(req), req.body.preview_hash, req.body.note, req.body.metadata, req.body.custom_fields
    )
    page = place(placing, show_preview=lambda state: preview_view(state, req.languages).model_dump(), remember=_remember(req, 201))
    return _reply(req, page, 201)


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
    return _reply(req, order_page(req.path["id"], caller=req.caller, order_token=_order_token(req)))


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
    token, if_match, keep = _order_token(req), req.if_match(), _remember(req)
    return _reply(req, cancel(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=keep, named=named))


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
    return _reply(req, confirm(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=_remember(req)))


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
    return _reply(req, extend(req.path["id"], caller=req.caller, order_token=token, if_match=if_match, remember=_remember(req)))


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
    return _reply(req, claim(req.path["id"], caller=req.caller, order_token=_order_token(req), remember=_remember(req)))
