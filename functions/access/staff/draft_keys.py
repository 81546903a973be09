"""What the console seals half-written forms with: of one person alone, told to them alone, kept nowhere.

Forms outlive a session in the browser; whoever signs in next at that desk must not read them. The key follows from the person and the key
of links, so that the same person has the same one however they sign in; where that is changed, older drafts are lost.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from functions.access.store.invitations import signing_keys
from functions.shared.plain.errors import Unavailable


def draft_key(person: str) -> str | None:
    """None while there is no key to make it of: forms are kept as long as their page is open, then."""
    try:
        (secret, *_) = signing_keys()
    except Unavailable:
        return None
    return base64.b64encode(hmac.new(secret.encode(), f"console drafts|{person}".encode(), hashlib.sha256).digest()).decode()
