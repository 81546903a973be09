"""Going to another provider: to sign in, or, signed in, to link an account there."""

from __future__ import annotations

import secrets

from functions.customers.external.providers.configured import configured
from functions.customers.factors.asked import ask_fresh, ask_recent
from functions.customers.model.external import Flow
from functions.customers.store import flows
from functions.customers.store.own_session import OwnSession
from functions.shared.outside import fresh
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.ids import customer_id
from functions.shared.plain.settings import settings

_VERIFIER = 48
"""Bytes: 64 characters, of the 43 to 128 that RFC 7636 allows."""


@dataclass(frozen=True)
class Begun:
    """`url`: where the browser goes, empty for an app that has its code by itself. `session`: what it takes to end this beside `state`."""

    url: str
    state: str
    session: str


def begin(code: str, redirect_uri: str | None, language: str | None, own: OwnSession | None = None) -> Begun:
    """`own`: who links. Raises NotFound, Invalid (422 `unknown_redirect_uri`), Unavailable, and Forbidden (403 `sign_in_again`,
    `challenge_required`)."""
    if own is not None:
        # A link is a way in for good: a stolen session alone makes none.
        ask_fresh(own)
        ask_recent(own)
    chosen = configured(code)
    flow = Flow(
        provider=code,
        nonce=fresh.new_token(),
        verifier=secrets.token_urlsafe(_VERIFIER),
        redirect_uri=chosen.redirect_uri(redirect_uri),
        language=language or settings().default_language,
        person=customer_id(own.subject) if own is not None else "",
    )
    state, session = flows.keep(flow)
    return Begun(chosen.provider.address(flow, state), state, session)
