"""Which way a text is read."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Literal

_FROM_THE_RIGHT = ("R", "AL")


def direction_of(text: str) -> Literal["ltr", "rtl"]:
    """As most of its letters are written, by their bidirectional class in Unicode: a mail in Arabic may begin with a name in Latin."""
    ways = Counter(map(unicodedata.bidirectional, text))
    return "rtl" if sum(ways[way] for way in _FROM_THE_RIGHT) > ways["L"] else "ltr"
