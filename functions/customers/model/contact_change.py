"""A change of the address or the number somebody signs in with, as plain data: proven by who reads the new one and by whose the account is.

Life: open → moving (both codes were right) → moved (their record has it, the notice is told of) → done; or moving → done without being
moved, because the new one had become somebody else's meanwhile. What is proven is finished by asking again: nothing is proven twice.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from functions.shared.plain.deferred import dataclass

KEPT = timedelta(days=7)
"""For as long as the notice of it may still be sent."""
CLAIM = timedelta(hours=1)
"""A new address is set aside for who has proven it, while the account moves."""
LEASE = timedelta(seconds=15)
FRESH = timedelta(minutes=10)
"""Since the sign-in of somebody who has no address or number yet that a code could go to, or who links an external account."""


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


class ChangeState(StrEnum):
    OPEN = "open"
    MOVING = "moving"
    MOVED = "moved"
    DONE = "done"


@dataclass(frozen=True)
class Contacts:
    """What of somebody is proven; empty where nothing is."""

    email: str = ""
    phone: str = ""

    def of(self, kind: ContactKind) -> str:
        return self.email if kind is ContactKind.EMAIL else self.phone

    def owner(self, kind: ContactKind) -> str:
        """Where the code goes that proves whose the account is: the one that is to be changed, else the other."""
        return self.of(kind) or self.email or self.phone


@dataclass(frozen=True)
class ContactChange:
    """`old`: what it was, empty where there was none of its kind. `owner`: where the code went that proves whose the account is."""

    id: str
    kind: ContactKind
    new: str
    old: str
    owner: str
    language: str
    expires_at: str
