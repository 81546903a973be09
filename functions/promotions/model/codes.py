"""Coupon codes: how they are read, made and checked. Pure.

Reading: NFKC (full-width letters become plain ones), blanks and hyphens dropped, upper case. Only ASCII letters, digits and `_` are
left then; anything else (emoji, Cyrillic letters that look Latin) is no code. Two codes that differ only in characters which people
mix up (O and 0; I, L and 1) are the same code: `key` is what both are stored under.

Made codes use 31 characters without look-alikes, the last one a check digit: 31 is prime and all weights differ, so every single
wrong character and every swap of two is noticed without asking the database.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 14
MAX_TYPED = 64
_SHORTEST, _LONGEST = 3, 32
_LOOK_ALIKE = str.maketrans("OIL", "011")
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def normalized(typed: str) -> str | None:
    """The code as it is shown, or None for what can be no code."""
    if len(typed) > MAX_TYPED:
        return None
    text = unicodedata.normalize("NFKC", typed).upper()
    text = "".join(character for character in text if not character.isspace() and character != "-")
    plain = text.isascii() and text.replace("_", "").isalnum()
    return text if plain and _SHORTEST <= len(text) <= _LONGEST else None


def key(code: str) -> str:
    """What a normalized code is stored under."""
    return code.translate(_LOOK_ALIKE)


def made(seed: bytes, number: int) -> str:
    """The `number`-th code of a batch: the same every time for who has the seed, unguessable for anybody else (59 bits)."""
    digest = int.from_bytes(hmac.new(seed, number.to_bytes(8, "big"), hashlib.sha256).digest(), "big")
    body = ""
    for _ in range(LENGTH - 1):
        digest, value = divmod(digest, len(ALPHABET))
        body += ALPHABET[value]
    return body + _check(body)


def looks_made(code: str) -> bool:
    """Whether the (normalized) code is one that `made` could have made; people's own codes may not be."""
    return len(code) == LENGTH and all(c in _VALUES for c in code) and _check(code[:-1]) == code[-1]


def mistyped(code: str) -> bool:
    """Whether it was meant as a made code but has a slip: not worth a look into the database."""
    return len(code) == LENGTH and all(c in _VALUES for c in code) and _check(code[:-1]) != code[-1]


def _check(body: str) -> str:
    return ALPHABET[sum(weight * _VALUES[c] for weight, c in enumerate(body, start=2)) % len(ALPHABET)]
