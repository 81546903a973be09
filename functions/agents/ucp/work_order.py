"""What UCP's operations of orders do, whatever they came by."""

from __future__ import annotations

from typing import Any

from functions.agents.store.told_orders import find_told
from functions.agents.trust.order_handles import order_of
from functions.agents.ucp.frame import Call
from functions.agents.ucp.order_view import order_document
from functions.orders import placed_order


def get_order(call: Call, handle: str) -> tuple[int, dict[str, Any]]:
    order_id = order_of(handle)
    placed, told = placed_order(order_id, call.languages), find_told(order_id)
    # The session's name opens it to whoever does not have to sign: it is told to whose it is.
    is_theirs = told is not None and told.agent == call.agent.name
    return 200, order_document(placed, call.version, call.common, checkout_id=told.session if told and is_theirs else placed.cart_id)
