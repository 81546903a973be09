"""What is still asked of somebody whose first proof was right, pure: by the identity provider, or by the shop."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

LASTS = timedelta(minutes=5)
"""The provider's own session ends earlier, unless it is told otherwise (Cognito: after 3 minutes)."""
MOST_TRIES = 5


class Kind(StrEnum):
    """The questions that can be answered here. An account made by staff has to choose a password; an authenticator app gives codes, the
    shop's and the provider's alike; a passkey signs what it is given; a recovery code stands for what was lost; the password is asked of
    who has an app of the provider's and came by a one-time code, because the provider asks for the app's code after it alone."""

    NEW_PASSWORD = "new_password_required"  # noqa: S105 - the question's name
    APP_CODE = "software_token_mfa"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    PASSWORD = "password"  # noqa: S105 - the question's name


@dataclass(frozen=True)
class Challenge:
    """`username`: the provider's own name of the account, under which it wants its answer. `session`: the provider's; empty where the shop
    asks. `others`: what answers as well. `token`: of somebody who is signed in, the access token that the answer makes fresh, hashed.
    `nonce`: what a passkey signs, in base64url; without a `username` the passkey itself says whose it is."""

    kind: str
    login: str
    username: str
    session: str
    others: tuple[str, ...] = ()
    token: str = ""
    nonce: str = ""

    @property
    def answerable(self) -> bool:
        return self.kind in list(Kind)

    @property
    def is_of_shop(self) -> bool:
        """The second factor that the shop keeps."""
        return not self.session and self.kind != Kind.PASSWORD

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind, *self.others)

    def text(self) -> str:
        return json.dumps(asdict(self))


def challenge_of(text: str) -> Challenge:
    return Challenge(**json.loads(text))


def sealing_key(token: str) -> bytes:
    """The key that seals the challenge of this token."""
    return hashlib.sha256(b"challenge\x1f" + token.encode()).digest()
