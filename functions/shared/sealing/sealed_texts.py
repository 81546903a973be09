"""Texts sealed with a person's key (AES-256-GCM), bound to whom they are of and to what they are: a blob that was put into another item,
or under another person, does not open."""

from __future__ import annotations

import base64
import os

from functions.shared.sealing.person_keys import key_for, key_of

_NONCE = 12
_FORMAT = "p1."


def sealed_for(person: str, what: str, text: str) -> str:
    """Raises Erased for one who was erased, Unavailable while KMS cannot be asked."""
    return sealed_with(key_for(person), f"{person}|{what}", text)


def opened(person: str, what: str, sealed: str) -> str:
    """Raises Erased, KeyGone, Unavailable; cryptography.exceptions.InvalidTag for what belongs elsewhere."""
    return opened_with(key_of(person), f"{person}|{what}", sealed)


def sealed_with(key: bytes, bound_to: str, text: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return _FORMAT + base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())).decode()


def opened_with(key: bytes, bound_to: str, sealed: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.b64decode(sealed.removeprefix(_FORMAT))
    return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode()).decode()
