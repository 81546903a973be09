"""UCP's checkout over REST."""

from __future__ import annotations

from functions.agents.ucp import work
from functions.agents.ucp.declared import CHANGE, KEY, READ, TRUST, Any_
from functions.agents.ucp.frame import answered
from functions.shared.http.operation import Api, Reply

ucp_checkout_api = Api("agents")
_SESSIONS, _SESSION = "/ucp/v1/checkout-sessions", "/ucp/v1/checkout-sessions/{id}"


@ucp_checkout_api.operation("POST", _SESSIONS, summary="Open a checkout (UCP)", status=201, errors=[*TRUST, *KEY], **CHANGE)
def post_checkout(req: Any_) -> Reply:
    """A cart with all that is sent; what is wrong with it is told in `messages`."""
    return answered(req, "POST", _SESSIONS, work.create_checkout, changes=True)


@ucp_checkout_api.operation("GET", _SESSION, summary="A checkout (UCP)", errors=[*TRUST], **READ)
def get_checkout(req: Any_) -> Reply:
    session_id = req.path["id"]
    return answered(req, "GET", _SESSION.format(id=session_id), lambda call: work.get_checkout(call, session_id))


@ucp_checkout_api.operation(
    "PUT", _SESSION, summary="Replace a checkout (UCP)", errors=[*TRUST, *KEY, (409, "checkout_not_changeable")],
    **CHANGE,
)  # fmt: skip
def put_checkout(req: Any_) -> Reply:
    """What is not sent is not in it afterwards. A variant that stays keeps its line's id."""
    session_id = req.path["id"]
    return answered(req, "PUT", _SESSION.format(id=session_id), lambda call: work.update_checkout(call, session_id), changes=True)


@ucp_checkout_api.operation(
    "POST", f"{_SESSION}/complete", summary="Buy what is in a checkout (UCP)",
    errors=[*TRUST, *KEY, (409, "checkout_canceled")], **CHANGE,
)  # fmt: skip
def post_complete(req: Any_) -> Reply:
    """Its cart becomes an order, paid by the token that was lent for it; once, however often it is asked for."""
    session_id = req.path["id"]
    path = f"{_SESSION.format(id=session_id)}/complete"
    return answered(req, "POST", path, lambda call: work.complete_checkout(call, session_id), changes=True, signs=True)


@ucp_checkout_api.operation(
    "POST", f"{_SESSION}/cancel", summary="Give a checkout up (UCP)", errors=[*TRUST, *KEY, (409, "checkout_ended")],
    **CHANGE,
)  # fmt: skip
def post_cancel(req: Any_) -> Reply:
    """An order of it that is not paid is cancelled."""
    session_id = req.path["id"]
    path = f"{_SESSION.format(id=session_id)}/cancel"
    return answered(req, "POST", path, lambda call: work.cancel_checkout(call, session_id), changes=True)
