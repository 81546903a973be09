"""What UCP's operations of orders do, whatever they came by."""

from __future__ import annotations

from typing import Any

from functions.agents.model.profile import ORDER
from functions.agents.store.told_orders import find_told
from functions.agents.trust.order_handles import order_of
from functions.agents.ucp.frame import Call, needs
from functions.agents.ucp.order_view import order_document
from functions.orders import check_visible, placed_order
from functions.shared.auth.caller import Caller
from functions.shared.plain import ids


@needs(ORDER)
def get_order(call: Call, handle: str) -> tuple[int, dict[str, Any]]:
    order_id = _of_customer(handle, call.agent.customer) or order_of(handle)
    placed, told = placed_order(order_id, call.languages), find_told(order_id)
    # The session's name opens it to whoever does not have to sign: it is told to whose it is.
    is_theirs = told is not None and told.agent == call.agent.name
    return 200, order_document(placed, call.version, call.common, checkout_id=told.session if told and is_theirs else placed.cart_id)


def _of_customer(order_id: str, customer: str) -> str:
    """Empty where it is not asked for by its own id, or for nobody. Raises NotFound for another's."""
    if not customer or not ids.is_id("ord", order_id):
        return ""
    check_visible(order_id, caller=Caller(customer), order_token=None)
    return order_id
