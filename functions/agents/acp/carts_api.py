"""ACP's carts over REST."""

from __future__ import annotations

from functions.agents.acp import work_cart as work
from functions.agents.acp.declared import CHANGE, ONCE, READ, WHO, Any_
from functions.agents.acp.frame import answered
from functions.shared.http.operation import Api, Reply

acp_carts_api = Api("agents")
_CARTS, _CART = "/acp/carts", "/acp/carts/{id}"


@acp_carts_api.operation("POST", _CARTS, summary="Make a cart (ACP)", status=201, errors=[*WHO, *ONCE], **CHANGE)
def post_cart(req: Any_) -> Reply:
    """Goods, and what they cost. A checkout that is opened with its `cart_id` goes on with it."""
    return answered(req, _CARTS, work.create_cart, changes=True)


@acp_carts_api.operation("GET", _CART, summary="A cart (ACP)", errors=WHO, **READ)
def get_cart(req: Any_) -> Reply:
    cart_id = req.path["id"]
    return answered(req, _CART.format(id=cart_id), lambda call: work.get_cart(call, cart_id))


@acp_carts_api.operation(
    "POST", _CART, summary="Replace a cart (ACP)", errors=[*WHO, *ONCE, (409, "checkout_not_changeable")], **CHANGE
)  # fmt: skip
def post_change(req: Any_) -> Reply:
    """What is not sent is not in it afterwards."""
    cart_id = req.path["id"]
    return answered(req, _CART.format(id=cart_id), lambda call: work.update_cart(call, cart_id), changes=True)


@acp_carts_api.operation("POST", f"{_CART}/cancel", summary="Give a cart up (ACP)", errors=[*WHO, *ONCE], **CHANGE)
def post_cancel(req: Any_) -> Reply:
    """As it was; afterwards there is none."""
    cart_id = req.path["id"]
    return answered(req, f"{_CART.format(id=cart_id)}/cancel", lambda call: work.cancel_cart(call, cart_id), changes=True)
