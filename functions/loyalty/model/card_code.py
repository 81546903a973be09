"""Codes of gift cards: 16 random characters (80 bits) of 32 that nobody mixes up; kept only hashed. Pure."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, _MOST_TYPED = 16, 64
_LOOK_ALIKE = str.maketrans("OIL", "011")


def code_of(chance: bytes) -> str:
    """The code of 16 random bytes."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in chance[:LENGTH])


def shown(code: str) -> str:
    """In groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def typed(text: str) -> str | None:
    """The code as people type it: blanks, hyphens, case and look-alike characters do not matter. None for what can be no code."""
    if len(text) > _MOST_TYPED:
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if not c.isspace() and c != "-").translate(_LOOK_ALIKE)
    return plain if len(plain) == LENGTH and all(c in ALPHABET for c in plain) else None
