"""Names under which something is filed that people have (a login, for minutes or a day): HMAC-SHA256 with the key of look-ups that lies
wrapped among the keys of persons. Bare hashes of addresses and numbers could be guessed: there are not many of them."""

from __future__ import annotations

import hmac
from hashlib import sha256

from functions.shared.sealing.person_keys import key_for, of_time


def filed(kind: str, *parts: str) -> str:
    """64 hex digits, the same for ever. Raises Unavailable while KMS cannot be asked."""
    key = key_for(of_time("look_ups", "always"))
    return hmac.new(key, "\x1f".join((kind, *parts)).encode(), sha256).hexdigest()
