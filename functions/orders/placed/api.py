"""Orders over HTTP, for their buyers. A guest shows the order's token as X-Order-Token; another's order is a 404."""

from __future__ import annotations

from functions.orders.placed.answers import order_reply, order_token
from functions.orders.placed.own_orders import orders_of_customer
from functions.orders.placed.schemas import MyOrdersQuery, OrderOut, OrdersOut, PageQuery
from functions.orders.placed.timeline.schemas import EventsOut, TimelineOut
from functions.orders.placed.timeline.views import events_view, timeline_view
from functions.orders.placed.views import orders_view
from functions.orders.store.access import visible_order
from functions.orders.store.order_page import order_page
from functions.orders.store.timeline import events_after, timeline
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

api = Api("orders")
_READ = [(404, "not_found")]
_LANGUAGE = ("Accept-Language",)


@api.operation(
    "GET", "/v1/me/orders", summary="My orders", permission="customer", query=MyOrdersQuery, response=OrdersOut, headers=_LANGUAGE
)
@api.operation("GET", "/v1/orders", summary="My orders", permission="customer", query=MyOrdersQuery, response=OrdersOut, headers=_LANGUAGE)
def my_orders(req: Request[NoBody, MyOrdersQuery]) -> OrdersOut:
    """Newest first."""
    query = req.query
    page = orders_of_customer(req.caller.id, limit=query.limit, cursor=query.cursor, status=query.status)
    return orders_view(page, req.languages)


@api.operation("GET", "/v1/orders/{id}", summary="Read an order", response=OrderOut, errors=_READ, headers=(*_LANGUAGE, "If-None-Match"))
def read_order(req: Request[NoBody, NoQuery]) -> Reply:
    """With its payments and parcels. Poll it cheaply with If-None-Match: the ETag changes with everything shown here.

    `Retry-After` says when asking again is worth it: 2 s while money is awaited, a minute on the road, an hour when all is over.
    """
    return order_reply(req, order_page(req.path["id"], caller=req.caller, order_token=order_token(req)))


@api.operation("GET", "/v1/orders/{id}/timeline", summary="What happened", query=PageQuery, response=TimelineOut, errors=_READ)
def read_timeline(req: Request[NoBody, PageQuery]) -> TimelineOut:
    """Every step with time and actor, oldest first."""
    visible_order(req.path["id"], caller=req.caller, order_token=order_token(req))
    page = timeline(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return timeline_view(page, for_staff=req.caller.may("orders.read"))


@api.operation("GET", "/v1/orders/{id}/events", summary="The order's events", query=PageQuery, response=EventsOut, errors=_READ)
def read_events(req: Request[NoBody, PageQuery]) -> EventsOut:
    """As they were told to subscribers, oldest first; `cursor` can be any earlier `position`."""
    visible_order(req.path["id"], caller=req.caller, order_token=order_token(req))
    page, position = events_after(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return events_view(page, position, for_staff=req.caller.may("orders.read"))
