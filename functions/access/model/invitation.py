"""An invitation to work here, as plain data: bound to an address, for some days, for one use."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from functions.access.model.register import Grants
from functions.shared.plain.deferred import dataclass

LASTS = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=30)
"""Once it is over and nobody came of it."""


class State(StrEnum):
    """open: whoever reads the address can accept. Both others are ends; the same address can be invited anew."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Invitation:
    """`round`: how often it was sent; the link of an earlier one opens nothing. `invited_by`: who answers for what it gives, looked at
    again when it is accepted; empty: whoever has the keys of the account (`shop staff invite`), or staff that no standing is known of."""

    id: str
    email: str
    name: str
    language: str
    grants: Grants
    invited_by: str
    sent_at: str
    expires_at: str
    round: int = 1
    state: State = State.OPEN

    def token(self, key: str) -> str:
        """What the mailed link holds; nothing of it is stored."""
        said = f"staff-invitation\x1f{self.id}\x1f{self.round}\x1f{self.email}"
        return f"{self.id}.{hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()}"

    def is_over(self, now: str) -> bool:
        return now >= self.expires_at
