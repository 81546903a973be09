"""What stands where characters were lost on the way, and which characters nobody sees."""

from __future__ import annotations

import unicodedata

LOST = "\ufffd"
"""What gateways and programs put in the place of bytes they cannot read. Whoever sends it has lost something already."""
UNKNOWN_ENCODING = "unknown_encoding"
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Unicode calls them letters or symbols; they are drawn as nothing."""


def says_something(text: str) -> bool:
    """Whether anything of it is seen: a character of a kind other than separator, control and mark."""
    return any(unicodedata.category(one)[0] not in "ZCM" and one not in _BLANK_LETTERS for one in text)


def without_invisible(text: str) -> str:
    """Without soft hyphens, joiners and the like, by which a word would not be found."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")
