"""Cognito access tokens: verified here, keys cached. No token, key or claim is ever logged.

Facts: Cognito signs with RS256; an access token carries `token_use` = "access", `client_id`, `sub`, `cognito:groups`
(Amazon Cognito Developer Guide, "Verifying JSON web tokens").
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from functions.shared.auth.caller import GUEST, Caller
from functions.shared.auth.factor_policy import must_enrol
from functions.shared.auth.standing import Standing, standing_of
from functions.shared.plain.errors import Unauthenticated, Unavailable
from functions.shared.plain.ids import customer_id
from functions.shared.plain.settings import settings

_REFUSED = "The token is invalid or expired."


@lru_cache(maxsize=1)
def _keys() -> Any:
    # Imported here: only functions that meet a token pay for cryptography (0.1 s of a cold start).
    from jwt import PyJWKClient

    return PyJWKClient(settings().cognito_jwks_url, cache_keys=True, lifespan=3600, timeout=3)


def keys_are_at_hand() -> None:
    """Raises when the provider's keys are neither cached nor to be had; for the health check."""
    _keys().get_jwk_set()


def caller_of(authorization: str | None) -> Caller:
    """The caller named by an Authorization header; a guest without one.

    Raises Unauthenticated for anything but a valid, unexpired access token of this shop's user pool and client, of a session that was not
    ended (`session_ended`) and of somebody who is not suspended (`suspended`); Unavailable when that cannot be told.
    """
    if not authorization:
        return GUEST
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("Send the access token as `Authorization: Bearer <token>`.", code="invalid_token")
    claims = _claims(token.strip())
    if claims.get("token_use") != "access" or claims.get("client_id") != settings().user_pool_client_id:
        raise Unauthenticated("This is not an access token of this shop.", code="invalid_token")
    try:
        person, began = customer_id(str(claims["sub"])), _began(claims)
    except ValueError as error:
        raise Unauthenticated("The token's subject is not a user id.", code="invalid_token") from error
    groups = frozenset[str](claims.get("cognito:groups", []))
    standing = standing_of(person, groups)
    _refuse(standing, began, str(claims.get("origin_jti", "")))
    if must_enrol(person, groups, standing):
        return Caller(person, must_enrol=True)
    roles = standing.roles or frozenset()
    return Caller(
        person, roles, "", standing.permissions, standing.merchants, standing.warehouses, verified=standing.verified or frozenset()
    )


def _began(claims: dict[str, Any]) -> int:
    """When they signed in: a refreshed token is issued later, but belongs to the same session."""
    return min((int(claims[name]) for name in ("auth_time", "iat") if name in claims), default=0)


def _refuse(standing: Standing, began: int, session: str) -> None:
    if standing.suspended:
        raise Unauthenticated("This account is suspended.", code="suspended")
    if began < standing.valid_from or session in standing.ended:
        raise Unauthenticated("This session was ended. Sign in again.", code="session_ended")


def _claims(token: str) -> dict[str, Any]:
    import jwt

    key = _signing_key(token)
    try:
        return dict(
            jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=settings().cognito_issuer,
                options={"require": ["exp", "sub", "iss"], "verify_aud": False},
            )
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthenticated(_REFUSED, code="invalid_token") from error


def _signing_key(token: str) -> Any:
    """The pool's key that the token names. What is wrong with the token is the caller's fault (401), what is wrong with the keys ours."""
    import jwt

    try:
        key_id = jwt.get_unverified_header(token)["kid"]
    except (jwt.PyJWTError, ValueError, KeyError) as error:
        raise Unauthenticated(_REFUSED, code="invalid_token") from error
    if not settings().cognito_issuer or not settings().user_pool_client_id:
        raise Unavailable("This function is not told whose tokens it may trust.", code="misconfigured")
    try:
        _keys().get_signing_keys()
    except (jwt.PyJWTError, ValueError, LookupError) as error:
        raise Unavailable("The identity provider's keys cannot be fetched.") from error
    try:
        return _keys().get_signing_key(key_id)
    except jwt.PyJWKClientConnectionError as error:
        raise Unavailable("The identity provider's keys cannot be fetched.") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthenticated(_REFUSED, code="invalid_token") from error
