"""Signing in. At a customer's first time the shop makes their record, so that their welcome and their mails wait for no visit."""

from __future__ import annotations

from functions.customers.profile.profile import own_record
from functions.customers.store import cognito
from functions.shared.plain.ids import customer_id


def sign_in(login: str, password: str) -> cognito.Tokens:
    """Raises what `cognito.sign_in` does. Staff have no customer's record until they shop."""
    import jwt

    tokens = cognito.sign_in(login, password)
    # Straight from the identity provider: there is nothing to verify.
    claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
    if not claims.get("cognito:groups"):
        own_record(customer_id(str(claims["sub"])), tokens.access_token)
    return tokens
