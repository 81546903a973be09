"""Orders over HTTP, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.orders.model.noted.tags import tags_in
from functions.orders.placed.check_orders import last_check
from functions.orders.placed.check_schemas import OrderCheckOut, OrderDifferenceOut
from functions.orders.placed.list_orders import is_within, order_named, orders_for_staff
from functions.orders.placed.order_fields import annotate
from functions.orders.placed.order_patch import OrderPatch
from functions.orders.placed.order_search import AdminOrdersQuery, AtQuery
from functions.orders.placed.staff.order_then import order_then, past_view
from functions.orders.placed.staff.own_part import own_part
from functions.orders.placed.staff.schemas import AdminOrderOut, AdminOrdersOut, AdminOrderSummaryOut
from functions.orders.placed.staff.views import REVIEW, admin_order_view
from functions.orders.placed.views import summary_view
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.parcels.touched import OF_ORDER
from functions.orders.store.parcels.whose import merchant_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.shared.auth.caller import Caller
from functions.shared.auth.scope import SHARED, within
from functions.shared.fields.field_filters import FILTER_ERRORS
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Forbidden
from functions.shared.plain.pages import Page

admin_api = Api("orders")


@admin_api.operation(
    "GET",
    "/v1/admin/orders",
    summary="Orders",
    permission="orders.read",
    scope=SHARED,
    query=AdminOrdersQuery,
    response=AdminOrdersOut,
    query_maps=("field",),
    errors=[(422, "period_too_long"), *FILTER_ERRORS],
)
def list_orders(req: Request[NoBody, AdminOrdersQuery]) -> AdminOrdersOut:
    """Newest first, by states, time, customer, phone, e-mail, product, SKU, tag, together or alone; or the one with a number. Who acts for
    some merchants or warehouses only sees theirs."""
    query = req.query
    if query.tag and req.caller.is_limited:
        raise Forbidden("Tags are of the shop.", code="out_of_scope")
    wanted = query.wanted()
    wanted = replace(wanted, merchants=req.caller.merchants, warehouses=req.caller.warehouses)
    if query.named:
        page = Page([one for one in order_named(query.named) if is_within(wanted, one)], None)
    else:
        page = orders_for_staff(wanted, limit=query.limit, cursor=query.cursor)
    return AdminOrdersOut(data=[_row(record, req.caller, req.languages) for record in page.data], next_cursor=page.next_cursor)


def _row(record: OrderRecord, caller: Caller, languages: Sequence[str]) -> AdminOrderSummaryOut:
    """What one that is of others, too, comes to for them takes a Query more."""
    order = order_of(record)
    if all(within(caller.merchants, merchant_of(line)) for line in order.lines):
        page = OrderPage(record, order)
    else:
        page = own_part(order_page(order.id, caller=caller, order_token=None), caller)
    tags = [] if caller.is_limited else tags_in(record.tags)
    return AdminOrderSummaryOut(**vars(summary_view(page, languages)), tags=tags)


@admin_api.operation(
    "GET",
    "/v1/admin/orders/check",
    summary="What the last check of orders against their payments, refunds and parcels found",
    permission="orders.read",
    response=OrderCheckOut,
    errors=[(404, "not_found")],
)
def read_check(_: Request[NoBody, NoQuery]) -> OrderCheckOut:
    """Looked at every night; differences are told and never repaired."""
    report = last_check()
    rows = [OrderDifferenceOut(order_id=order_id, finding=finding) for order_id, finding in report.differences]
    return OrderCheckOut(**{name: getattr(report, name) for name in OrderCheckOut.model_fields if name != "differences"}, differences=rows)


@admin_api.operation(
    "GET", "/v1/admin/orders/{id}", summary="Read an order", permission="orders.read", query=AtQuery, response=AdminOrderOut,
    scope=OF_ORDER, errors=[(404, "not_found")],
)  # fmt: skip
def read_order(req: Request[NoBody, AtQuery]) -> Reply:
    """Now, or as it was `at` a moment, by its events; the ETag is of now. Who acts for some merchants or warehouses only sees the part
    that is theirs."""
    page = order_page(req.path["id"], caller=req.caller, order_token=None)
    risk = req.caller.may(REVIEW) and not req.caller.is_limited
    if req.query.at:
        return Reply(past_view(order_then(page, req.query.at), req.caller, risk=risk))
    return Reply(admin_order_view(own_part(page, req.caller), risk=risk), etag=str(int(page.record.version)))


@admin_api.operation(
    "PATCH", "/v1/admin/orders/{id}", summary="Keep notes on an order", permission="orders.write", body=OrderPatch,
    response=AdminOrderOut, idempotent=OrdersTable, headers=("If-Match",),
    errors=[(404, "not_found"), (409, "version_conflict"), (422, "unknown_field"), (422, "invalid_field")],
)  # fmt: skip
def patch_order(req: Request[OrderPatch, NoQuery]) -> Reply:
    """Metadata, custom fields and tags; what was ordered and paid is not changed here."""

    def reply(page: OrderPage) -> Reply:
        return Reply(admin_order_view(page, risk=req.caller.may(REVIEW)), etag=str(int(page.record.version)))

    noted = annotate(req.path["id"], req.body.notes(), caller=req.caller, if_match=req.if_match(), remember=req.remembering(reply))
    return reply(noted)
