"""HTTP operations of signing in by other providers. They keep no Idempotency-Key answers: a visit is ended once."""

from __future__ import annotations

from typing import Any

from functions.customers.accounts.tokens_reply import tokens_reply
from functions.customers.external.begin import begin
from functions.customers.external.come_back import come_back
from functions.customers.external.links import link, unlink
from functions.customers.external.schemas import BeginIn, BegunOut, ComeBackIn, ExternalLogins
from functions.customers.profile.schemas import TokensView
from functions.customers.store.external_ids import links_of
from functions.customers.store.own_session import session_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

external_api = Api("auth")
_UNKNOWN = (404, "not_found")
_PAGE = (422, "unknown_redirect_uri")
_REFUSED = [(401, "invalid_session"), (401, "external_refused"), (503, "provider_unavailable")]
_AUTH, _ME = "/v1/auth/external/{provider}", "/v1/me/external/{provider}"


def _secret(begun: Any) -> Reply:
    return Reply(BegunOut.of(begun), headers={"Cache-Control": "no-store"})


@external_api.operation(
    "POST", _AUTH, summary="Begin to sign in by another provider", body=BeginIn, response=BegunOut, errors=[_UNKNOWN, _PAGE]
)  # fmt: skip
def begin_to_sign_in(req: Request[BeginIn, NoQuery]) -> Reply:
    """Good once, for ten minutes. The browser goes to `url` and comes back to the page with a code and the `state`."""
    return _secret(begin(req.path["provider"], req.body.redirect_uri, req.body.language))


@external_api.operation(
    "POST", f"{_AUTH}/finish", summary="Sign in by another provider", body=ComeBackIn, response=TokensView,
    errors=[*_REFUSED, (401, "invalid_credentials"), (403, "challenge_required"), (409, "link_required"), _UNKNOWN],
)  # fmt: skip
def sign_in_elsewhere(req: Request[ComeBackIn, NoQuery]) -> Reply:
    """Who is new gets an account. 409 `link_required`: the address is that of an account which its owner has to link, signed in. Where 403
    `challenge_required` says one, answer its `challenge` at `POST /v1/auth/challenge`."""
    body = req.body
    return tokens_reply(come_back(req.path["provider"], body.code, state=body.state, session=body.session))


@external_api.operation("GET", "/v1/me/external", summary="My external accounts", permission=SIGNED_IN, response=ExternalLogins)
def list_external(req: Request[NoBody, NoQuery]) -> ExternalLogins:
    return ExternalLogins.of(links_of(req.caller.id)[0])


@external_api.operation(
    "POST", _ME, summary="Begin to link an external account", permission=SIGNED_IN, body=BeginIn, response=BegunOut,
    errors=[_UNKNOWN, _PAGE, (403, "sign_in_again"), (403, "challenge_required")],
)  # fmt: skip
def begin_to_link(req: Request[BeginIn, NoQuery]) -> Reply:
    """For who signed in within ten minutes."""
    own = session_of(req.headers["authorization"])
    return _secret(begin(req.path["provider"], req.body.redirect_uri, req.body.language, own))


@external_api.operation(
    "POST", f"{_ME}/finish", summary="Link an external account", permission=SIGNED_IN, body=ComeBackIn, response=ExternalLogins,
    errors=[*_REFUSED, (409, "already_linked"), (409, "provider_linked"), _UNKNOWN],
)  # fmt: skip
def link_external(req: Request[ComeBackIn, NoQuery]) -> ExternalLogins:
    """One of each provider; an external account is one customer's."""
    authorization, body = req.headers["authorization"], req.body
    token = authorization.partition(" ")[2].strip()
    links = link(session_of(authorization), token, req.path["provider"], body.code, state=body.state, session=body.session)
    return ExternalLogins.of(links)


@external_api.operation(
    "DELETE", _ME, summary="Unlink an external account", permission=SIGNED_IN, response=ExternalLogins,
    errors=[_UNKNOWN, (403, "challenge_required"), (409, "last_way_in")],
)  # fmt: skip
def unlink_external(req: Request[NoBody, NoQuery]) -> ExternalLogins:
    """Not the last way in of who has no proven address or number."""
    return ExternalLogins.of(unlink(session_of(req.headers["authorization"]), req.path["provider"]))
