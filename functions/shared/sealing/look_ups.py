"""Keys by which something personal is found or counted again, without the table having it: HMAC-SHA256 with a key that only Secrets Manager
has. What people have (addresses, telephone numbers) could be guessed from bare hashes: there are not many of them."""

from __future__ import annotations

import hmac
from hashlib import sha256

from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings


def look_up(kind: str, value: str, *, length: int = 40) -> str:
    """So many hex digits. Raises Unavailable while there is no key."""
    keys = provider_keys(settings().secret_privacy, "look_ups")
    if not keys:
        raise Unavailable("There is no key that people are looked up with (docs/operations.md).", code="not_configured")
    return hmac.new(keys[0].secret.encode(), f"{kind}\x00{value}".encode(), sha256).hexdigest()[:length]
