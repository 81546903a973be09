"""Orders are amended over HTTP: lines and address by staff, the address by buyers before anything is planned."""

from __future__ import annotations

from functions.orders.amending.amend_order import amend
from functions.orders.amending.end_amendment import withdraw_amendment
from functions.orders.amending.preview_amendment import previewed
from functions.orders.amending.schemas import AmendIn, AmendmentIn, AmendmentPreviewOut
from functions.orders.amending.views import amendment_view
from functions.orders.placed.answers import order_reply, order_token, remembering
from functions.orders.placed.schemas import OrderOut
from functions.orders.placed.staff.schemas import AdminOrderOut
from functions.orders.placed.staff.views import REVIEW, admin_order_view
from functions.orders.store.order_page import OrderPage, order_page
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

amend_api = Api("orders")
_REFUSED = [
    (404, "not_found"), (403, "forbidden"),
    (409, "order_shipped"), (409, "order_not_amendable"), (409, "planning"), (409, "too_many_amendments"), (409, "order_on_hold"),
    (409, "already_planned"), (409, "order_refunded"), (409, "case_open"),
    (409, "order_of_case"), (409, "order_of_group"), (409, "order_disputed"), (409, "money_promised"), (409, "flash_line"),
    (409, "order_free"), (409, "partially_paid"), (409, "unpublished"), (409, "not_offered"), (409, "out_of_stock"),
    (409, "gift_card_line"), (409, "gift_card_used"), (409, "cards_awaited"),
    (422, "unknown_line"), (422, "line_named_twice"), (422, "nothing_left"), (422, "too_many_lines"), (422, "quantity_too_large"),
    (422, "gift_for_points"),
    (422, "email_stays"), (422, "address_not_covered"), (422, "unknown_delivery_option"), (422, "delivery_option_missing"),
    (422, "total_too_large"),
]  # fmt: skip
_HEADERS = ("Accept-Language", "X-Order-Token")


@amend_api.operation(
    "POST", "/v1/orders/{id}/preview", summary="Preview an amendment", body=AmendmentIn, response=AmendmentPreviewOut, errors=_REFUSED,
    headers=_HEADERS,
)  # fmt: skip
def preview_amendment(req: Request[AmendmentIn, NoQuery]) -> AmendmentPreviewOut:
    """What the order would cost with other lines or another address, and what would be paid or go back. Nothing is written. What remains
    keeps its prices and discounts; new lines cost what they do today."""
    token = order_token(req)
    page = order_page(req.path["id"], caller=req.caller, order_token=token)
    return amendment_view(page, previewed(page, req.body.wish(), caller=req.caller, order_token=token), req.languages)


@amend_api.operation(
    "PATCH", "/v1/orders/{id}", summary="Amend an order before it is shipped", body=AmendIn, response=OrderOut, idempotent=OrdersTable,
    errors=[*_REFUSED, (409, "version_conflict"), (409, "preview_changed"), (409, "parcel_stopping")],
    headers=(*_HEADERS, "If-Match"),
)  # fmt: skip
def amend_order(req: Request[AmendIn, NoQuery]) -> Reply:
    """Lines (staff) or address, in one step. What is paid too much goes back by itself; what is missing is paid as any order
    (`POST …/payments`) before `expires_at` of its amendment, else the order is what it was. Parcels that have not left are stopped and
    planned anew."""
    amended = amend(
        req.path["id"],
        req.body.wish(),
        caller=req.caller,
        order_token=order_token(req),
        if_match=req.if_match(),
        preview_hash=req.body.preview_hash,
        show_preview=lambda page, preview: amendment_view(page, preview, req.languages).model_dump(mode="json"),
        remember=remembering(req),
    )
    return order_reply(req, amended)


@amend_api.operation(
    "POST", "/v1/admin/orders/{id}/amendment/cancel", summary="Take back an amendment that is not paid", permission="orders.write",
    response=AdminOrderOut, idempotent=OrdersTable, headers=("If-Match",),
    errors=[(404, "not_found"), (409, "version_conflict"), (409, "nothing_to_withdraw")],
)  # fmt: skip
def cancel_amendment(req: Request[NoBody, NoQuery]) -> Reply:
    """The order is what it was before; what was paid for it in part goes back."""

    def reply(page: OrderPage) -> Reply:
        return Reply(admin_order_view(page, risk=req.caller.may(REVIEW)), etag=str(int(page.record.version)))

    withdrawn = withdraw_amendment(req.path["id"], caller=req.caller, if_match=req.if_match(), remember=req.remembering(reply))
    return reply(withdrawn)
