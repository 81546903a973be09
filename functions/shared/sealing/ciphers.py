"""AES-256-GCM: a text that one key opens, bound to what it belongs to."""

from __future__ import annotations

import base64
import os

_NONCE = 12
_FORMAT = "p1."


def sealed_with(key: bytes, bound_to: str, text: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return _FORMAT + base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())).decode()


def opened_with(key: bytes, bound_to: str, sealed: str) -> str:
    """Raises cryptography.exceptions.InvalidTag for what belongs elsewhere."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.b64decode(sealed.removeprefix(_FORMAT))
    return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode()).decode()
