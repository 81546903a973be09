"""Text that only its owner can read back: sealed with a secret that is nowhere in the tables (AES-256-GCM)."""

from __future__ import annotations

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_FORM = "1"
"""How a text is sealed, told by the first character of what is kept."""


def seal(secret: bytes, text: str) -> str:
    """`secret` has 32 bytes, for instance a SHA-256 of what only the owner has."""
    nonce = os.urandom(_NONCE)
    return _FORM + base64.b64encode(nonce + AESGCM(secret).encrypt(nonce, text.encode(), None)).decode()


def unseal(secret: bytes, sealed: str) -> str:
    """Raises cryptography.exceptions.InvalidTag for another secret."""
    raw = base64.b64decode(sealed.removeprefix(_FORM))
    return AESGCM(secret).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
