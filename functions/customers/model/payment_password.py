"""Payment passwords as plain data: six digits that somebody types before a payment that needs more than a kept card.

States: none -> set -> locked for half an hour by five wrong ones -> set. Six digits are soon guessed from a hash, however slow it is: so
the hash is also sealed with its person's key, and what counts are the tries.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from functions.shared.plain.deferred import dataclass

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=30)
_ROWS = "01234567890", "09876543210"


@dataclass(frozen=True)
class PaymentPassword:
    salt: str
    hash: str

    def is_right(self, typed: str) -> bool:
        return hmac.compare_digest(self.hash, password_hash(typed, self.salt))


def password_hash(typed: str, salt: str) -> str:
    """scrypt (RFC 7914) with 16 MiB."""
    return hashlib.scrypt(typed.encode(), salt=salt.encode(), n=2**14, r=8, p=1).hex()


def is_easy(typed: str) -> bool:
    """What everybody tries first: rows, one or two digits over and over."""
    return any(typed in row for row in _ROWS) or typed == typed[:1] * 6 or typed == typed[:2] * 3 or typed == typed[:3] * 2
