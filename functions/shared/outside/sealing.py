"""Text that only its owner can read back: packed, and sealed with a secret that is nowhere in the tables (AES-256-GCM)."""

from __future__ import annotations

import base64
import os
import zlib

_NONCE = 12
_PLAIN, _PACKED = "1", "2"
"""How a text is sealed, told by the first character of what is kept. Both are read, the second is written."""


def seal(secret: bytes, text: str) -> str:
    """`secret` has 32 bytes, for instance a SHA-256 of what only the owner has."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return _PACKED + base64.b64encode(nonce + AESGCM(secret).encrypt(nonce, zlib.compress(text.encode()), None)).decode()


def unseal(secret: bytes, sealed: str) -> str:
    """Raises cryptography.exceptions.InvalidTag for another secret."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.b64decode(sealed[1:])
    plain = AESGCM(secret).decrypt(raw[:_NONCE], raw[_NONCE:], None)
    return (plain if sealed[0] == _PLAIN else zlib.decompress(plain)).decode()
