"""Identity linking: what of a customer an agent may do, who asked for it, and proofs of OAuth that need nobody else. Pure."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from functions.shared.plain.deferred import dataclass

CHECKOUT, ORDERS = "dev.ucp.shopping.checkout:manage", "dev.ucp.shopping.order:read"
_FORMER = "ucp:scopes:checkout_session"
"""What UCP called `CHECKOUT` before 2026-04-08; it is worth the same."""
SCOPES = (CHECKOUT, ORDERS, _FORMER)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True)
class LinkingAgent:
    """An agent that customers may link their account to. `profile`: its address, by which OAuth knows it as well (`client_id`)."""

    profile: str
    name: str
    redirect_uris: Sequence[str] = ()

    def may_return_to(self, address: str) -> bool:
        """Exactly an address that staff named; of one on the own machine any port (RFC 8252, 7.3)."""
        return address in self.redirect_uris or any(_same_but_port(one, address) for one in self.redirect_uris)


@dataclass(frozen=True)
class Link:
    """What a customer allowed an agent. `grant`: what its tokens name; another one ends them. `began`: in seconds of the identity
    provider's clock, so that whoever ends all sessions of the account ends it, too."""

    agent: str
    grant: str
    scopes: Sequence[str]
    began: int
    linked_at: str = ""
    version: int = 0

    def allows(self, scope: str) -> bool:
        return not scope or scope in self.scopes or (scope == CHECKOUT and _FORMER in self.scopes)


def scopes_of(text: str) -> list[str] | None:
    """Of a request, each once; all of them where it names none. None where one is unknown."""
    named = list(dict.fromkeys(text.split()))
    return None if set(named) - set(SCOPES) else named or [CHECKOUT, ORDERS]


def joined(*scopes: Iterable[str]) -> list[str]:
    given = {one for each in scopes for one in each}
    return [one for one in SCOPES if one in given]


def is_challenge(text: str) -> bool:
    return bool(_CHALLENGE.fullmatch(text))


def answers(verifier: str, challenge: str) -> bool:
    """PKCE, S256 (RFC 7636, 4.6)."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
    return hmac.compare_digest(made, challenge.encode())


def is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in _LOOPBACK


def _same_but_port(one: str, other: str) -> bool:
    try:
        parts = [urlsplit(address) for address in (one, other)]
        hosts = [part.hostname for part in parts if part.port is None or part.port]
    except ValueError:
        return False
    if len(set(hosts)) != 1 or hosts[0] not in _LOOPBACK or len(hosts) < len(parts) or "@" in parts[1].netloc:
        return False
    return parts[0]._replace(netloc="") == parts[1]._replace(netloc="")
