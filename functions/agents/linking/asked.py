"""What an agent asks of a customer (RFC 6749, 4.1.1; RFC 7636): checked before anybody is shown it.

Who does not show by an address of its own who it is gets nobody sent back to it: that is a page, and what else is wrong goes to the agent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

from functions.agents.model.linking import LinkingAgent, is_challenge, scopes_of
from functions.agents.store.rules import rules
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Invalid
from functions.shared.plain.settings import settings

_LONGEST_STATE = 1000


@dataclass(frozen=True)
class LinkAsked:
    agent: LinkingAgent
    redirect_uri: str
    state: str
    scopes: Sequence[str]
    challenge: str


class AgentsFault(Exception):
    """`to`: where the agent reads what it did wrong."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


def issuer() -> str:
    return settings().public_base_url


def link_asked(told: Mapping[str, str]) -> LinkAsked:
    """Raises Invalid (422 `unknown_agent`, `unknown_redirect_uri`), Forbidden (403 `profile_not_trusted`), AgentsFault."""
    agent = rules().linking_of(told.get("client_id", ""))
    if agent is None:
        raise Invalid.field("/client_id", "unknown_agent", "The shop knows no such agent.")
    if rules().blocks(urlsplit(agent.profile).hostname or ""):
        raise Forbidden("This shop does not sell to this agent.", code="profile_not_trusted")
    redirect_uri = told.get("redirect_uri", "")
    if not agent.may_return_to(redirect_uri):
        raise Invalid.field("/redirect_uri", "unknown_redirect_uri", "The agent is not known at this address.")
    state = told.get("state", "")

    def wrong(error: str, why: str) -> AgentsFault:
        return AgentsFault(answer_to(redirect_uri, state if len(state) <= _LONGEST_STATE else "", error=error, error_description=why))

    if len(state) > _LONGEST_STATE:
        raise wrong("invalid_request", f"state has at most {_LONGEST_STATE} characters")
    if told.get("response_type") != "code":
        raise wrong("unsupported_response_type", "response_type is code")
    if told.get("code_challenge_method") != "S256" or not is_challenge(told.get("code_challenge", "")):
        raise wrong("invalid_request", "PKCE is needed: code_challenge with code_challenge_method=S256")
    scopes = scopes_of(told.get("scope", ""))
    if scopes is None:
        raise wrong("invalid_scope", "scopes_supported names all that there are")
    return LinkAsked(agent, redirect_uri, state, scopes, told["code_challenge"])


def answer_to(redirect_uri: str, state: str, **told: str) -> str:
    """The address with an answer: always with who we are (RFC 9207)."""
    parts = urlsplit(redirect_uri)
    said = urlencode({**told, **({"state": state} if state else {}), "iss": issuer()})
    return urlunsplit(parts._replace(query=f"{parts.query}&{said}" if parts.query else said))
