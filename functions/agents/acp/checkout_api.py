"""ACP's checkout over REST."""

from __future__ import annotations

from functions.agents.acp import work
from functions.agents.acp.declared import CHANGE, JSON, ONCE, READ, WHO, Any_
from functions.agents.acp.frame import answered
from functions.shared.http.operation import Api, Reply

acp_checkout_api = Api("agents")
_SESSIONS, _SESSION = "/acp/checkout_sessions", "/acp/checkout_sessions/{id}"


@acp_checkout_api.operation("POST", _SESSIONS, summary="Open a checkout (ACP)", status=201, errors=[*WHO, *ONCE], **CHANGE)
def post_checkout(req: Any_) -> Reply:
    """A cart with all that is sent; what is wrong with it is told in `messages`. The key of the agent is an API key of the shop, sent as
    `Authorization: Bearer`; a publishable one is enough, kept secret."""
    return answered(req, _SESSIONS, work.create_checkout, changes=True)


@acp_checkout_api.operation("GET", _SESSION, summary="A checkout (ACP)", errors=WHO, **READ)
def get_checkout(req: Any_) -> Reply:
    session_id = req.path["id"]
    return answered(req, _SESSION.format(id=session_id), lambda call: work.get_checkout(call, session_id))


@acp_checkout_api.operation(
    "POST", _SESSION, summary="Change a checkout (ACP)", errors=[*WHO, *ONCE, (409, "checkout_not_changeable")],
    **CHANGE,
)  # fmt: skip
def post_change(req: Any_) -> Reply:
    """What is not sent stays as it is."""
    session_id = req.path["id"]
    return answered(req, _SESSION.format(id=session_id), lambda call: work.update_checkout(call, session_id), changes=True)


@acp_checkout_api.operation(
    "POST", f"{_SESSION}/complete", summary="Buy what is in a checkout (ACP)",
    errors=[*WHO, *ONCE, (409, "checkout_canceled")], **CHANGE,
)  # fmt: skip
def post_complete(req: Any_) -> Reply:
    """Its cart becomes an order, paid by the token that was lent for it; once, however often it is asked for."""
    session_id = req.path["id"]
    return answered(req, f"{_SESSION.format(id=session_id)}/complete", lambda call: work.complete_checkout(call, session_id), changes=True)


@acp_checkout_api.operation(
    "POST", f"{_SESSION}/cancel", summary="Give a checkout up (ACP)", errors=[*WHO, *ONCE, (405, "checkout_ended")],
    **CHANGE | {"own_answers": CHANGE["own_answers"] | {405: JSON}},
)  # fmt: skip
def post_cancel(req: Any_) -> Reply:
    """An order of it that is not paid is cancelled."""
    session_id = req.path["id"]
    return answered(req, f"{_SESSION.format(id=session_id)}/cancel", lambda call: work.cancel_checkout(call, session_id), changes=True)
