"""UCP's carts over REST."""

from __future__ import annotations

from functions.agents.ucp import work_cart as work
from functions.agents.ucp.declared import CHANGE, KEY, READ, TRUST, Any_
from functions.agents.ucp.frame import answered
from functions.shared.http.operation import Api, Reply

ucp_carts_api = Api("agents")
_CARTS, _CART = "/ucp/v1/carts", "/ucp/v1/carts/{id}"


@ucp_carts_api.operation("POST", _CARTS, summary="Make a cart (UCP)", status=201, errors=[*TRUST, *KEY], **CHANGE)
def post_cart(req: Any_) -> Reply:
    """What goods cost, before anybody says where they go. `POST /ucp/v1/checkout-sessions` with its `cart_id` goes on with it."""
    return answered(req, "POST", _CARTS, work.create_cart, changes=True)


@ucp_carts_api.operation("GET", _CART, summary="A cart (UCP)", errors=[*TRUST], **READ)
def get_cart(req: Any_) -> Reply:
    cart_id = req.path["id"]
    return answered(req, "GET", _CART.format(id=cart_id), lambda call: work.get_cart(call, cart_id))


@ucp_carts_api.operation(
    "PUT", _CART, summary="Replace a cart (UCP)", errors=[*TRUST, *KEY, (409, "checkout_not_changeable")], **CHANGE,
)  # fmt: skip
def put_cart(req: Any_) -> Reply:
    cart_id = req.path["id"]
    return answered(req, "PUT", _CART.format(id=cart_id), lambda call: work.update_cart(call, cart_id), changes=True)


@ucp_carts_api.operation(
    "POST", f"{_CART}/cancel", summary="Give a cart up (UCP)", errors=[*TRUST, *KEY, (409, "checkout_ended")], **CHANGE,
)  # fmt: skip
def post_cancel(req: Any_) -> Reply:
    """Afterwards there is no such cart."""
    cart_id = req.path["id"]
    path = f"{_CART.format(id=cart_id)}/cancel"
    return answered(req, "POST", path, lambda call: work.cancel_cart(call, cart_id), changes=True)
