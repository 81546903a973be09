"""A new access token for a session that goes on."""

from __future__ import annotations

from functions.customers.store import cognito
from functions.shared.auth.tokens import caller_of
from functions.shared.plain.errors import Unauthenticated


def renew(refresh_token: str) -> cognito.Tokens:
    """Raises Unauthenticated (401 `invalid_refresh_token`), also for a session that was ended and for somebody who is suspended."""
    tokens = cognito.refresh(refresh_token)
    try:
        caller_of(f"Bearer {tokens.access_token}")
    except Unauthenticated as error:
        raise cognito.session_ended() from error
    return tokens
