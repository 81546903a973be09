"""Which words shoppers search for. Pure: a day's tally in, a day's tally out; where tallies are kept is the catalogue's business.

What could name a person (an e-mail address, a long number, however it is written) is not counted. `tally` adds days up and ranks.
"""

from __future__ import annotations

import re
import unicodedata

from functions.catalog.search.fields import whole
from functions.catalog.search.tally import Count, Tally

_MAX_LENGTH = 64
_ADDRESS = re.compile(r"@|%40|[(\[{<|*_-]\s*at\s*[)\]}>|*_-]|\bat\b.*(?:\bdot\b|[(\[{<]\s*dot|\w\.[a-z]{2,})")
_NUMBER = re.compile(r"\d{7,}|(?:\d[\W_]{0,3}){9,}")
_ONLY_DIGITS = re.compile(r"[\W_]*(?:\d[\W_]*){7,}")
_SPOKEN = {ord(sign): str(digit) for signs in ("零一二三四五六七八九", "〇幺两叁肆伍陆柒捌玖") for digit, sign in enumerate(signs)}
"""Digits as Chinese writes them, one after the other."""


def counted_word(text: str) -> str | None:
    """The form under which a search text is counted; None when it is not to be counted."""
    word = whole(text)
    if not word or len(word) > _MAX_LENGTH or _could_name_somebody(word) or not any(char.isalnum() for char in word):
        return None
    return word


def _could_name_somebody(word: str) -> bool:
    """What is said of goods has few digits; a telephone number, an account and the like have many, whatever stands between them."""
    seen = "".join(char for char in word if unicodedata.category(char) != "Cf")
    return any(_ADDRESS.search(one) or _NUMBER.search(one) or _ONLY_DIGITS.fullmatch(one) for one in (seen, seen.translate(_SPOKEN)))


def counted(tally: Tally, text: str, *, results: int) -> Tally:
    """The tally after one more search."""
    word = counted_word(text)
    if word is None:
        return tally
    before = tally.counts.get(word, Count())
    return Tally({**tally.counts, word: Count(before.searches + 1, before.without_results + (results == 0))})
