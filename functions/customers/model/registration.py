"""A registration that waits for its code, as plain data. Nothing of it is an account yet.

Whoever confirms proves two things: the code (they read the address) and that this registration is theirs (its token or its
password). So a stranger who registers the same address neither replaces nor is confirmed by anybody else's registration.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

LASTS = timedelta(hours=24)
MOST_TRIES = 5
MOST_PER_HOUR = 10
"""Registrations of one login: so many mails at most go to an address that may be a stranger's."""


class State(StrEnum):
    """open: waits for its code. creating: the code was right, the account is being made. done: the account is there."""

    OPEN = "open"
    CREATING = "creating"
    DONE = "done"


@dataclass(frozen=True)
class Registration:
    """`token_hash`, `password_hash`: what is known of the secrets. `sealed_password`: readable with the token only.

    `taken`: the login had an account already; then nothing can be confirmed, and the mail says so instead of telling a code.
    """

    id: str
    login: str
    name: str
    language: str
    code: str
    token_hash: str
    salt: str
    password_hash: str
    sealed_password: str
    expires_at: str
    taken: bool = False

    def is_of_password(self, password: str) -> bool:
        return hmac.compare_digest(self.password_hash, password_hash(password, self.salt))


def password_hash(password: str, salt: str) -> str:
    """scrypt (RFC 7914) with 16 MiB: dear to guess, and kept for a day at most."""
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**14, r=8, p=1).hex()


def token_secret(token: str) -> bytes:
    """The key that seals the password of the registration with this token."""
    return hashlib.sha256(b"registration\x1f" + token.encode()).digest()
