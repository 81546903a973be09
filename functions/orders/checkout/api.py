"""Placing an order over HTTP."""

from __future__ import annotations

from typing import Any

from functions.orders.carts.answers import visitor
from functions.orders.carts.views import preview_view
from functions.orders.checkout.place_order import Placing, place
from functions.orders.checkout.taking import taking
from functions.orders.placed.answers import order_reply
from functions.orders.placed.schemas import NewOrder, OrderOut
from functions.orders.store.order_page import OrderPage
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request, once
from functions.shared.plain.settings import settings

checkout_api = Api("orders")


@checkout_api.operation(
    "POST", "/v1/orders", summary="Place an order", body=NewOrder, response=OrderOut, status=201, idempotent=OrdersTable,
    errors=[(404, "not_found"), (409, "cart_already_placed"), (409, "out_of_stock"), (409, "unpublished"),
        (409, "not_offered"), (409, "preview_changed"),
            (409, "pickup_point_gone"),
            (409, "coupon_unusable"), (409, "promotion_spent"), (409, "flash_sold_out"), (409, "flash_limit"),
            (409, "flash_closed"), (409, "flash_token_invalid"),
            (409, "group_buy_not_open"), (409, "group_buy_closed"), (409, "group_over"), (409, "group_full"), (409, "group_joined"),
            (409, "points_sign_in"), (409, "points_short"), (409, "not_for_points"), (409, "gift_limit"),
            (409, "group_limit"), (409, "group_alone"), (409, "group_not_in_cart"), (409, "group_sign_in"),
            (429, "flash_busy"),
            (422, "empty_cart"), (422, "incomplete"), (422, "too_many_lines"), (422, "unknown_line"),
            (422, "unknown_field"), (422, "invalid_field"), (422, "order_refused"), (503, "hook_unavailable")],
    headers=("Accept-Language", "X-Cart-Token"),
)  # fmt: skip
def place_order(req: Request[NewOrder, NoQuery]) -> Reply:
    """The cart becomes an order awaiting payment; its stock is reserved until `payment_deadline`. A guest keeps `token`."""
    placing = Placing(
        req.body.cart_id,
        visitor(req),
        language_of(req),
        req.body.preview_hash,
        req.body.note,
        req.body.metadata,
        req.body.custom_fields,
        req.body.not_returnable,
    )

    def placed(page: OrderPage) -> Reply:
        return order_reply(req, page, 201)

    answer = once(placed)
    page = place(
        placing, taking, show_preview=lambda state: preview_view(state, req.languages).model_dump(), remember=req.remembering(answer)
    )
    return answer(page)


def language_of(req: Request[Any, Any]) -> str:
    """The language in which the buyer will be written to: the first of theirs that looks like one; empty: that of their account."""
    found = (tag.split("-")[0] for tag in req.languages)
    wanted = next((language for language in found if len(language) == 2 and language.isascii() and language.isalpha()), "")
    return wanted or ("" if req.caller.id else settings().default_language)
