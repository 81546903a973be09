"""What an identity provider still asks of somebody whose password was right, pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

LASTS = timedelta(minutes=10)
"""The provider's own session ends earlier, unless it is told otherwise (Cognito: after 3 minutes)."""
MOST_TRIES = 5


class Kind(StrEnum):
    """The questions that can be answered here. An account made by staff has to choose a password; an authenticator app gives codes; the
    password is asked of who has such an app and came by a one-time code, because the pool asks for the app's code after it alone."""

    NEW_PASSWORD = "new_password_required"  # noqa: S105 - the question's name
    APP_CODE = "software_token_mfa"
    PASSWORD = "password"  # noqa: S105 - the question's name


@dataclass(frozen=True)
class Challenge:
    """`username`: the provider's own name of the account, under which it wants its answer. `session`: the provider's."""

    kind: str
    login: str
    username: str
    session: str

    @property
    def answerable(self) -> bool:
        return self.kind in list(Kind)

    def text(self) -> str:
        return json.dumps(asdict(self))


def challenge_of(text: str) -> Challenge:
    return Challenge(**json.loads(text))


def sealing_key(token: str) -> bytes:
    """The key that seals the challenge of this token."""
    return hashlib.sha256(b"challenge\x1f" + token.encode()).digest()
