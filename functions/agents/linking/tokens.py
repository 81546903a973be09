"""A code becomes tokens, once; a refresh token becomes access tokens; a token given up ends its link.

```
asked ──customer allows──► code ──(5 min, PKCE, its agent)──► linked: refresh (180 days) ──► access (1 h)
                                                                 └── revoked, unlinked, all sessions ended, erased: worth nothing
```
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.agents.linking.asked import LinkAsked
from functions.agents.linking.refused import OAuthRefused
from functions.agents.model.linking import Link, LinkingAgent, answers, joined
from functions.agents.store.links import (
    ACCESS,
    CODE,
    LASTS,
    REFRESH,
    Known,
    end_link,
    find_link,
    find_secret,
    grant_of,
    keep_secret,
    save_link,
    use_code,
)
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times


def allow(asked: LinkAsked, customer: str) -> str:
    """A code for what they allow. Nothing is linked before its agent has shown that it asked for it."""
    told = {
        "customer": customer, "agent": asked.agent.profile, "to": asked.redirect_uri, "challenge": asked.challenge,
        "scopes": " ".join(asked.scopes), "began": str(int(clock.of_tokens())),
    }  # fmt: skip
    return keep_secret(CODE, told)


def exchanged(told: Mapping[str, str], agent: LinkingAgent) -> dict[str, Any]:
    """Raises OAuthRefused (400 `invalid_grant` …)."""
    kind = told.get("grant_type")
    if kind == "authorization_code":
        return _by_code(told, agent)
    if kind == "refresh_token":
        return _by_refresh(told, agent)
    raise OAuthRefused("unsupported_grant_type", "authorization_code or refresh_token.")


def _by_code(told: Mapping[str, str], agent: LinkingAgent) -> dict[str, Any]:
    code = told.get("code", "")
    wrong = OAuthRefused("invalid_grant", "The code is wrong, used or over, or another's.")
    kept = find_secret(CODE, code)
    if kept is None or kept["agent"] != agent.profile:
        raise wrong
    if kept["to"] != told.get("redirect_uri", "") or not answers(told.get("code_verifier", ""), kept["challenge"]):
        raise wrong
    customer, grant = kept["customer"], grant_of(code)
    try:
        use_code(code)
    except Known:
        # Somebody has seen it: what it became ends (RFC 6749, 4.1.2).
        end_link(customer, agent.profile, grant)
        raise wrong from None
    link = Link(agent.profile, grant, kept["scopes"].split(), int(kept["began"]), times.iso(clock.now()))
    link = save_link(customer, link)
    fact("agent.linked", agent=agent.profile)
    names = _names(customer, link)
    return _tokens(names, link.scopes) | {"refresh_token": keep_secret(REFRESH, names)}


def _by_refresh(told: Mapping[str, str], agent: LinkingAgent) -> dict[str, Any]:
    """The refresh token stays: who lost the answer asks again. Only its agent can use it."""
    kept = find_secret(REFRESH, told.get("refresh_token", ""))
    link = find_link(kept["customer"], kept["agent"]) if kept else None
    if kept is None or link is None or kept["agent"] != agent.profile or link.grant != kept["grant"]:
        raise OAuthRefused("invalid_grant", "The refresh token is wrong or over.")
    wanted = told.get("scope", "").split()
    if set(wanted) - set(link.scopes):
        raise OAuthRefused("invalid_scope", "No more than was allowed.")
    scopes = joined(wanted) or list(link.scopes)
    return _tokens({**_names(kept["customer"], link), "scopes": " ".join(scopes)}, scopes)


def _names(customer: str, link: Link) -> dict[str, str]:
    return {"customer": customer, "agent": link.agent, "grant": link.grant, "scopes": " ".join(link.scopes)}


def _tokens(names: Mapping[str, str], scopes: Any) -> dict[str, Any]:
    seconds = int(LASTS[ACCESS].total_seconds())
    return {"access_token": keep_secret(ACCESS, names), "token_type": "Bearer", "expires_in": seconds, "scope": " ".join(scopes)}


def revoked(told: Mapping[str, str], agent: LinkingAgent) -> dict[str, Any]:
    """Its link ends, and with it all tokens of it. What is none, or another's, is nothing (RFC 7009, 2.2)."""
    token = told.get("token", "")
    if not token:
        raise OAuthRefused("invalid_request", "Send the token.")
    kept = find_secret(REFRESH, token) or find_secret(ACCESS, token)
    if kept is not None and kept["agent"] == agent.profile and end_link(kept["customer"], agent.profile, kept["grant"]):
        fact("agent.unlinked", agent=agent.profile)
    return {}
