"""What a scanner reads, made comparable. Pure.

GTIN-8, UPC-A, EAN-13 and GTIN-14 are one number written with more or fewer zeros in front (GS1 General Specifications). Which
of them a scanner sends is its own choice, and people type them with hyphens and blanks, as an ISBN is printed, or in wide digits. Any other
text is the shop's own code, and stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MAX_BARCODES = 10
_LENGTHS = frozenset({8, 12, 13, 14})
# Hyphens, blanks, and marks that nobody sees.
_BETWEEN = frozenset({"Pd", "Zs", "Cf"})


def article_key(code: str) -> str:
    """The same for all spellings of one article number, and for nothing else."""
    number = _bare(code)
    return number.zfill(14) if _is_gtin(number) else code


def distinct_codes(codes: Iterable[str]) -> list[str]:
    """Each article once, in the spelling that came first."""
    found: dict[str, str] = {}
    for code in codes:
        found.setdefault(article_key(code), code)
    return list(found.values())


def _bare(code: str) -> str:
    """Without what people, or the text it was copied from, put between the digits."""
    text = unicodedata.normalize("NFKC", code)
    return "".join(one for one in text if unicodedata.category(one) not in _BETWEEN)


def _is_gtin(code: str) -> bool:
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return weighted % 10 == 0
