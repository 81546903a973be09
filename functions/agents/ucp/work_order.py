"""What UCP's operations of orders do, whatever they came by."""

from __future__ import annotations

from typing import Any

from functions.agents.trust.order_handles import order_of
from functions.agents.ucp.frame import Call
from functions.agents.ucp.order_view import order_document
from functions.orders import placed_order


def get_order(call: Call, handle: str) -> tuple[int, dict[str, Any]]:
    placed = placed_order(order_of(handle), call.languages)
    return 200, order_document(placed, call.version, call.common, checkout_id=placed.cart_id)
