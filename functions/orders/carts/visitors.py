"""Who asks, as an HTTP request says it."""

from __future__ import annotations

from typing import Any

from functions.orders.carts.cart_repository import Visitor
from functions.shared.http.operation import NoQuery, Request


def visitor(req: Request[Any, NoQuery]) -> Visitor:
    return Visitor(req.caller, req.headers.get("x-cart-token"))
