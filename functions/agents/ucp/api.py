"""UCP over REST. Who calls shows in its signature, or is a guest: API keys and access tokens are not looked at here."""

from __future__ import annotations

from typing import Any

from functions.agents.model.profile import VERSIONS
from functions.agents.ucp import work
from functions.agents.ucp.frame import answered
from functions.agents.ucp.own_profile import own_profile
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

ucp_profile_api = Api("agents")
ucp_catalog_api = Api("agents")
ucp_checkout_api = Api("agents")
ucp_orders_api = Api("agents")
_JSON = ("application/json",)
_TRUST = [
    (400, "invalid_profile_url"), (400, "invalid_request"), (400, "digest_mismatch"), (400, "algorithm_unsupported"),
    (401, "signature_missing"), (401, "signature_invalid"), (401, "key_not_found"), (422, "profile_malformed"),
    (422, "version_unsupported"), (424, "profile_unreachable"),
]  # fmt: skip
_KEY = [(400, "idempotency_key_required"), (409, "idempotency_in_flight"), (409, "idempotency_conflict")]
_STATUSES = (400, 401, 404, 409, 422, 424, 503)
_HEADERS = ("UCP-Agent", "Signature-Input", "Signature", "Content-Digest", "Accept-Language")
_CALM = "public, max-age=300"
Any_ = Request[Any, NoQuery]


def _own(*statuses: int) -> dict[int, tuple[str, ...]]:
    return dict.fromkeys((*statuses, *_STATUSES), _JSON)


_READ: dict[str, Any] = {"raw_body": True, "own_answers": _own(200), "headers": _HEADERS}
_CHANGE: dict[str, Any] = {"raw_body": True, "own_answers": _own(200, 201), "headers": (*_HEADERS, "Idempotency-Key")}
_SESSIONS, _SESSION = "/ucp/v1/checkout-sessions", "/ucp/v1/checkout-sessions/{id}"


@ucp_profile_api.operation("GET", "/.well-known/ucp", summary="What the shop offers to agents (UCP)", cache=_CALM, own_answers={200: _JSON})
def get_profile(_req: Any_) -> Reply:
    """The profile of the oldest version that is spoken; it names the others."""
    return Reply(own_profile())


@ucp_profile_api.operation(
    "GET", "/.well-known/ucp/{version}", summary="What the shop offers to agents in a version of UCP", cache=_CALM,
    own_answers={200: _JSON}, errors=[(404, "not_found")],
)  # fmt: skip
def get_profile_of(req: Any_) -> Reply:
    if req.path["version"] not in VERSIONS:
        raise NotFound("This version is not spoken here.")
    return Reply(own_profile(req.path["version"]))


@ucp_catalog_api.operation("POST", "/ucp/v1/catalog/search", summary="Search products (UCP)", errors=_TRUST, **_READ)
def post_search(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/search", work.search_catalog)


@ucp_catalog_api.operation(
    "POST", "/ucp/v1/catalog/lookup", summary="Look products up by their ids (UCP)", errors=[*_TRUST, (400, "request_too_large")], **_READ
)
def post_lookup(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/lookup", work.lookup_catalog)


@ucp_catalog_api.operation("POST", "/ucp/v1/catalog/product", summary="One product, as far as it is chosen (UCP)", errors=_TRUST, **_READ)
def post_product(req: Any_) -> Reply:
    return answered(req, "POST", "/ucp/v1/catalog/product", work.get_product)


@ucp_checkout_api.operation("POST", _SESSIONS, summary="Open a checkout (UCP)", status=201, errors=[*_TRUST, *_KEY], **_CHANGE)
def post_checkout(req: Any_) -> Reply:
    """A cart with all that is sent; what is wrong with it is told in `messages`."""
    return answered(req, "POST", _SESSIONS, work.create_checkout, changes=True)


@ucp_checkout_api.operation("GET", _SESSION, summary="A checkout (UCP)", errors=[*_TRUST, (404, "not_found")], **_READ)
def get_checkout(req: Any_) -> Reply:
    session_id = req.path["id"]
    return answered(req, "GET", _SESSION.format(id=session_id), lambda call: work.get_checkout(call, session_id))


@ucp_checkout_api.operation(
    "PUT", _SESSION, summary="Replace a checkout (UCP)", errors=[*_TRUST, *_KEY, (404, "not_found"), (409, "checkout_not_changeable")],
    **_CHANGE,
)  # fmt: skip
def put_checkout(req: Any_) -> Reply:
    """What is not sent is not in it afterwards. A variant that stays keeps its line's id."""
    session_id = req.path["id"]
    return answered(req, "PUT", _SESSION.format(id=session_id), lambda call: work.update_checkout(call, session_id), changes=True)


@ucp_checkout_api.operation(
    "POST", f"{_SESSION}/complete", summary="Buy what is in a checkout (UCP)",
    errors=[*_TRUST, *_KEY, (404, "not_found"), (409, "checkout_canceled")], **_CHANGE,
)  # fmt: skip
def post_complete(req: Any_) -> Reply:
    """Its cart becomes an order, paid by the token that was lent for it; once, however often it is asked for."""
    session_id = req.path["id"]
    path = f"{_SESSION.format(id=session_id)}/complete"
    return answered(req, "POST", path, lambda call: work.complete_checkout(call, session_id), changes=True, signs=True)


@ucp_checkout_api.operation(
    "POST", f"{_SESSION}/cancel", summary="Give a checkout up (UCP)", errors=[*_TRUST, *_KEY, (404, "not_found"), (409, "checkout_ended")],
    **_CHANGE,
)  # fmt: skip
def post_cancel(req: Any_) -> Reply:
    """An order of it that is not paid is cancelled."""
    session_id = req.path["id"]
    path = f"{_SESSION.format(id=session_id)}/cancel"
    return answered(req, "POST", path, lambda call: work.cancel_checkout(call, session_id), changes=True)


@ucp_orders_api.operation("GET", "/ucp/v1/orders/{id}", summary="An order of an agent (UCP)", errors=[*_TRUST, (404, "not_found")], **_READ)
def get_order(req: Any_) -> Reply:
    """By the id that its checkout told, which nobody else can guess. Where it goes is told without names and numbers of people."""
    handle = req.path["id"]
    return answered(req, "GET", f"/ucp/v1/orders/{handle}", lambda call: work.get_order(call, handle))
