"""Whether what somebody typed into a search could name them: such texts are counted and kept by nobody (docs/personal-data.md)."""

from __future__ import annotations

import re
import unicodedata

_ADDRESS = re.compile(r"@|%40|[(\[{<|*_-]\s*at\s*[)\]}>|*_-]|\bat\b.*(?:\bdot\b|[(\[{<]\s*dot|\w\.[a-z]{2,})")
_NUMBER = re.compile(r"\d{7,}|(?:\d[\W_]{0,3}){8,}")
_ONLY_DIGITS = re.compile(r"[\W_]*(?:\d[\W_]*){7,}")
_SPOKEN = {ord(sign): str(digit) for signs in ("零一二三四五六七八九", "〇幺两叁肆伍陆柒捌玖") for digit, sign in enumerate(signs)}
"""Digits as Chinese writes them, one after the other."""


def could_name_somebody(text: str) -> bool:
    """An e-mail address or a long number, however it is written. What is said of goods has few digits; a telephone number, an account and
    the like have many, whatever stands between them. Names are words like any other: nobody can tell."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return any(_ADDRESS.search(one) or _NUMBER.search(one) or _ONLY_DIGITS.fullmatch(one) for one in (seen, seen.translate(_SPOKEN)))
