"""The session that a call belongs to, as its token tells it."""

from __future__ import annotations

from functions.shared.plain import ids
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OwnSession:
    """`subject`: the pool's name of the account. `id`: all tokens of one sign-in have it. `token`: this one, hashed. `began`: in
    seconds of the pool's clock."""

    subject: str
    id: str
    token: str = ""
    began: int = 0


def session_of(authorization: str) -> OwnSession:
    """Of a call whose token the edge has verified."""
    import jwt

    token = authorization.partition(" ")[2].strip()
    claims = jwt.decode(token, options={"verify_signature": False})
    return OwnSession(str(claims["sub"]), str(claims.get("origin_jti", "")), ids.token_hash(token), int(claims.get("auth_time", 0)))
