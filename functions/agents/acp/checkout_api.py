"""ACP's checkout over REST."""

from __future__ import annotations

from typing import Any

from functions.agents.acp import work
from functions.agents.acp.frame import answered
from functions.shared.http.operation import Api, NoQuery, Reply, Request

acp_checkout_api = Api("agents")
_SESSIONS, _SESSION = "/acp/checkout_sessions", "/acp/checkout_sessions/{id}"
_JSON = ("application/json",)
_WHO = [
    (400, "invalid_request"), (400, "unsupported_api_version"), (401, "unauthorized"), (401, "signature_missing"),
    (401, "signature_invalid"), (401, "timestamp_outside_window"), (403, "profile_not_trusted"), (404, "not_found"),
    (409, "conflict"),
    (429, "too_many_requests"), (503, "unavailable"),
]  # fmt: skip
_ONCE = [(400, "idempotency_key_required"), (409, "idempotency_in_flight"), (422, "idempotency_conflict")]
_READ: dict[str, Any] = {
    "raw_body": True, "own_answers": dict.fromkeys((200, 400, 401, 403, 404, 409, 429, 503), _JSON),
    "headers": ("Authorization", "API-Version", "Request-Id", "Accept-Language", "Signature", "Timestamp"),
}  # fmt: skip
_CHANGE: dict[str, Any] = {
    "raw_body": True, "own_answers": dict.fromkeys((200, 201, 400, 401, 403, 404, 409, 422, 429, 503), _JSON),
    "headers": (*_READ["headers"], "Idempotency-Key"),
}  # fmt: skip
Any_ = Request[Any, NoQuery]


@acp_checkout_api.operation("POST", _SESSIONS, summary="Open a checkout (ACP)", status=201, errors=[*_WHO, *_ONCE], **_CHANGE)
def post_checkout(req: Any_) -> Reply:
    """A cart with all that is sent; what is wrong with it is told in `messages`. The key of the agent is an API key of the shop, sent as
    `Authorization: Bearer`; a publishable one is enough, kept secret."""
    return answered(req, _SESSIONS, work.create_checkout, changes=True)


@acp_checkout_api.operation("GET", _SESSION, summary="A checkout (ACP)", errors=_WHO, **_READ)
def get_checkout(req: Any_) -> Reply:
    session_id = req.path["id"]
    return answered(req, _SESSION.format(id=session_id), lambda call: work.get_checkout(call, session_id))


@acp_checkout_api.operation(
    "POST", _SESSION, summary="Change a checkout (ACP)", errors=[*_WHO, *_ONCE, (409, "checkout_not_changeable")],
    **_CHANGE,
)  # fmt: skip
def post_change(req: Any_) -> Reply:
    """What is not sent stays as it is."""
    session_id = req.path["id"]
    return answered(req, _SESSION.format(id=session_id), lambda call: work.update_checkout(call, session_id), changes=True)


@acp_checkout_api.operation(
    "POST", f"{_SESSION}/complete", summary="Buy what is in a checkout (ACP)",
    errors=[*_WHO, *_ONCE, (409, "checkout_canceled")], **_CHANGE,
)  # fmt: skip
def post_complete(req: Any_) -> Reply:
    """Its cart becomes an order, paid by the token that was lent for it; once, however often it is asked for."""
    session_id = req.path["id"]
    return answered(req, f"{_SESSION.format(id=session_id)}/complete", lambda call: work.complete_checkout(call, session_id), changes=True)


@acp_checkout_api.operation(
    "POST", f"{_SESSION}/cancel", summary="Give a checkout up (ACP)", errors=[*_WHO, *_ONCE, (405, "checkout_ended")],
    **_CHANGE | {"own_answers": _CHANGE["own_answers"] | {405: _JSON}},
)  # fmt: skip
def post_cancel(req: Any_) -> Reply:
    """An order of it that is not paid is cancelled."""
    session_id = req.path["id"]
    return answered(req, f"{_SESSION.format(id=session_id)}/cancel", lambda call: work.cancel_checkout(call, session_id), changes=True)
