"""For which customer an agent calls: by a token of a link that is theirs, this agent's, alive, and allows what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.agents.model.linking import CHECKOUT
from functions.agents.model.profile import Agent
from functions.agents.store.links import ACCESS, find_link, find_secret
from functions.agents.trust.refused import Refused
from functions.customers import customer_contact
from functions.shared.auth.standing import standing_of
from functions.shared.plain.settings import settings

_BEARER = "bearer "


def with_customer(agent: Agent, headers: Mapping[str, str], scope: str = CHECKOUT) -> Agent:
    """The agent, for somebody where the call has a token. Raises Refused (401 `identity_required`, 403 `insufficient_scope`)."""
    sent = headers.get("authorization", "").strip()
    if not sent:
        return agent
    token = sent[len(_BEARER) :].strip() if sent.lower().startswith(_BEARER) else ""
    kept = find_secret(ACCESS, token) if token and len(token) <= 200 else None
    if kept is None:
        raise _not_linked("The token is wrong or over.")
    if not agent.verified or kept["agent"] != agent.profile.url:
        # It is worth something only in the hands of the agent that it was given to, who shows it by its signature.
        raise _not_linked("The token belongs to an agent that signs its calls, and this is not one of its.")
    customer = kept["customer"]
    link, standing = find_link(customer, agent.profile.url), standing_of(customer)
    if link is None or link.grant != kept["grant"] or standing.suspended or link.began < standing.valid_from:
        raise _not_linked("The link has ended.")
    if customer_contact(customer) is None:
        raise _not_linked("The link has ended.")
    if not replace(link, scopes=kept["scopes"].split()).allows(scope):
        refused = Refused("insufficient_scope", f"This needs {scope}.")
        refused.headers["WWW-Authenticate"] = f'{_challenge("insufficient_scope")}, scope="{scope}"'
        raise refused
    return replace(agent, customer=customer)


def _not_linked(why: str) -> Refused:
    refused = Refused("identity_required", why)
    refused.headers["WWW-Authenticate"] = _challenge("invalid_token")
    return refused


def _challenge(error: str) -> str:
    return f'Bearer realm="{settings().public_base_url}", error="{error}"'
