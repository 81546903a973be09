"""Identity linking over HTTP: OAuth for agents, a page for customers, and what they linked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from functions.agents.linking.asked import AgentsFault, answer_to, issuer, link_asked
from functions.agents.linking.page import asking, unknown
from functions.agents.linking.proof import ALGORITHMS, agent_of
from functions.agents.linking.refused import OAuthRefused
from functions.agents.linking.schemas import AuthorizeIn, AuthorizeOut, AuthorizeQuery, LinkedAgents, UnlinkQuery
from functions.agents.linking.tokens import allow, exchanged, revoked
from functions.agents.model.linking import SCOPES, LinkingAgent
from functions.agents.store.links import end_link, links_of
from functions.agents.store.rules import rules
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside.observability import fact
from functions.shared.pages.page import HTML, language_for
from functions.shared.plain.errors import Forbidden, Invalid, NotFound, ShopError

linking_api = Api("agents")
_AUTHORIZE, _TOKEN, _REVOKE, _MINE = "/oauth/authorize", "/oauth/token", "/oauth/revoke", "/v1/me/linked_agents"
_JSON, _FORM_BYTES = ("application/json",), 65_536
_OWN: dict[str, Any] = {"raw_body": True, "max_body": _FORM_BYTES, "own_answers": dict.fromkeys((200, 400, 401, 503), _JSON)}
_CLIENT = [(400, "invalid_request"), (401, "invalid_client")]
_GRANT = [*_CLIENT, (400, "invalid_grant"), (400, "invalid_scope"), (400, "unsupported_grant_type")]
_ASKED = [(403, "profile_not_trusted"), (422, "unknown_agent"), (422, "unknown_redirect_uri")]


@linking_api.operation(
    "GET", "/.well-known/oauth-authorization-server", summary="How accounts are linked (RFC 8414)", cache="public, max-age=300",
    own_answers={200: _JSON},
)  # fmt: skip
def get_metadata(_req: Request[NoBody, NoQuery]) -> Reply:
    base, ways = issuer(), {"auth_methods_supported": ["private_key_jwt"], "auth_signing_alg_values_supported": list(ALGORITHMS)}
    return Reply(
        {
            "issuer": base,
            "authorization_endpoint": base + _AUTHORIZE,
            "token_endpoint": base + _TOKEN,
            "revocation_endpoint": base + _REVOKE,
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **{f"token_endpoint_{name}": told for name, told in ways.items()},
            **{f"revocation_endpoint_{name}": told for name, told in ways.items()},
        }
    )


@linking_api.operation(
    "GET", _AUTHORIZE, summary="Ask a customer to link their account", query=AuthorizeQuery, response_type=HTML,
    own_answers=dict.fromkeys((200, 403, 422), (HTML,)), errors=_ASKED,
)  # fmt: skip
def get_authorize(req: Request[NoBody, AuthorizeQuery]) -> Reply:
    """A page to sign in on and to allow it, or 303 to the agent with what it did wrong. A storefront may ask in its own words instead."""
    language = language_for(req.query.lang, req.languages)
    try:
        return asking(link_asked(req.query.model_dump()), req.query, language)
    except AgentsFault as fault:
        return Reply("", 303, headers={"Location": fault.to, "Cache-Control": "no-store", "Content-Type": HTML})
    except (Invalid, Forbidden) as refusal:
        return unknown(language, refusal.status)


@linking_api.operation(
    "POST", _AUTHORIZE, summary="Allow an agent to act for me", permission=SIGNED_IN, body=AuthorizeIn, response=AuthorizeOut,
    errors=_ASKED,
)  # fmt: skip
def post_authorize(req: Request[AuthorizeIn, NoQuery]) -> Reply:
    """Nothing is linked before the agent has shown that it asked for it; what it did wrong is told where `redirect_to` leads."""
    try:
        asked = link_asked(req.body.model_dump())
        to = answer_to(asked.redirect_uri, asked.state, code=allow(asked, req.caller.id))
    except AgentsFault as fault:
        to = fault.to
    return Reply(AuthorizeOut(redirect_to=to), headers={"Cache-Control": "no-store"})


@linking_api.operation("POST", _TOKEN, summary="Tokens for a code, or by a refresh token (OAuth)", errors=_GRANT, **_OWN)
def post_token(req: Request[Any, NoQuery]) -> Reply:
    """A form. The agent proves itself by `client_assertion` (private_key_jwt), signed with a key of its profile."""
    return _answered(req, _TOKEN, exchanged)


@linking_api.operation("POST", _REVOKE, summary="Give tokens of a link up (RFC 7009)", errors=_CLIENT, **_OWN)
def post_revoke(req: Request[Any, NoQuery]) -> Reply:
    """The link ends, with all its tokens."""
    return _answered(req, _REVOKE, revoked)


@linking_api.operation("GET", _MINE, summary="Agents that act for me", permission=SIGNED_IN, response=LinkedAgents)
def list_linked(req: Request[NoBody, NoQuery]) -> LinkedAgents:
    return LinkedAgents.of(links_of(req.caller.id), rules().linking)


@linking_api.operation(
    "DELETE", _MINE, summary="Let an agent not act for me any more", permission=SIGNED_IN, query=UnlinkQuery, response=LinkedAgents,
    errors=[(404, "not_found")],
)  # fmt: skip
def unlink_agent(req: Request[NoBody, UnlinkQuery]) -> LinkedAgents:
    """Its tokens are worth nothing from now on; orders that it placed stay."""
    if not end_link(req.caller.id, req.query.agent):
        raise NotFound("It is not linked.")
    fact("agent.unlinked", agent=req.query.agent)
    return LinkedAgents.of(links_of(req.caller.id), rules().linking)


def _answered(req: Request[Any, NoQuery], path: str, work: Callable[[Mapping[str, str], LinkingAgent], dict[str, Any]]) -> Reply:
    headers = {"Cache-Control": "no-store", "Content-Type": "application/json"}
    try:
        told = _fields(req.raw)
        done = work(told, agent_of(told, issuer() + path))
        return Reply(json.dumps(done), 200, headers=headers)
    except ShopError as refusal:
        code = refusal.code if isinstance(refusal, OAuthRefused) else "temporarily_unavailable"
        body = {"error": code, "error_description": refusal.detail or refusal.title}
        asks = {"WWW-Authenticate": f'Bearer realm="{issuer()}"'} if refusal.status == 401 else {}
        return Reply(json.dumps(body), refusal.status, headers={**headers, **asks, **refusal.headers})


def _fields(raw: bytes) -> dict[str, str]:
    """Raises OAuthRefused, also for what is there twice (RFC 6749, 3.2)."""
    try:
        told = parse_qs(raw.decode(), keep_blank_values=True, max_num_fields=30)
    except ValueError as wrong:
        raise OAuthRefused("invalid_request", "Send a form.") from wrong
    if any(len(values) > 1 or "\x00" in values[0] for values in told.values()):
        raise OAuthRefused("invalid_request", "Each field once.")
    return {name: values[0] for name, values in told.items()}
