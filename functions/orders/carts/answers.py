"""Who asks about a cart, as an HTTP request says it, and the answer to whoever changed what reduces or pays it."""

from __future__ import annotations

from typing import Any

from functions.orders.carts import carts
from functions.orders.carts.cart_repository import Visitor
from functions.orders.carts.carts import CartState, CodeEdit
from functions.orders.carts.views import cart_view
from functions.shared.http.operation import NoQuery, Reply, Request

CODE_ERRORS = [(404, "not_found"), (409, "cart_already_placed"), (409, "version_conflict"), (503, "hook_unavailable")]
CODE_HEADERS = ("Accept-Language", "If-Match")


def visitor(req: Request[Any, NoQuery]) -> Visitor:
    return Visitor(req.caller, req.headers.get("x-cart-token"))


def code_edited(req: Request[Any, NoQuery], edit: CodeEdit) -> Reply:
    """The cart after `edit` of its codes, points, cards or credit; remembered for who asks again by the same idempotency key."""

    def reply(state: CartState) -> Reply:
        return Reply(cart_view(state, req.languages), etag=str(state.version))

    state = carts.change_codes(visitor(req), req.path["id"], edit, if_match=req.if_match(), remember=req.remembering(reply))
    return reply(state)
