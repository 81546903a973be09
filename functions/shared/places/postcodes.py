"""Postal codes: how a country writes them, and ranges of them as taxes and delivery zones name them.

A range is `100*` (begins so), `10000-10499` (both ends included; ends may be prefixes: `V5K-V6Z`, `BT1-BT94`) or one code. An entry
shorter than a whole code stands for the part before the code's gap: `E1` is the district E1 of London, not E10; `M5V`, `1011`, `10001`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from functions.shared.places.files import country_data
from functions.shared.plain.deferred import dataclass

_GAP = re.compile(r"[\s\-‐-―−ー]+")
_RANGE = re.compile(r"\s*(?:\.{2,3}|…|–|—|~|～|至|\bto\b)\s*", re.IGNORECASE)
# How many characters stand before the gap (the last three of a British code stand behind it).
_FRONT = {"CA": 3, "NL": 4, "US": 5, "BR": 5, "JP": 3, "PT": 4, "IE": 3, "PL": 2, "SE": 3, "GR": 3, "CZ": 3, "SK": 3}
_BRITISH = {"GB", "GG", "IM", "JE"}


def plain(code: str) -> str:
    """Upper case, narrow, without blanks and hyphens."""
    return _GAP.sub("", unicodedata.normalize("NFKC", code).upper())


@lru_cache(maxsize=512)
def written_there(country: str, code: str) -> str | None:
    """The code as the country writes it; None when it cannot be one. A country without known codes takes what it is given."""
    data = country_data(country)
    typed = " ".join(unicodedata.normalize("NFKC", code).upper().split())
    pattern = data.get("zip", "")
    if not pattern or not typed:
        return typed
    bare = plain(code)
    # Letters before the digits, as in D-10115, L-1009, LV-1010: only where codes are digits alone.
    numbers = bare.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if len(bare) - len(bare.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) <= 2 else bare
    shapes = data.get("zipex", "").split(",")
    shaped = [s for shape in shapes for b in (bare, numbers) if (s := _shaped(b, shape))]
    for candidate in [*shaped, typed, bare]:
        if re.fullmatch(pattern, candidate):
            return _spaced(country, candidate)
    return numbers if re.fullmatch(pattern, numbers) else None


def _shaped(bare: str, shape: str) -> str:
    """`bare` with blanks and hyphens where the example has them; empty when the lengths differ."""
    if len(plain(shape)) != len(bare):
        return ""
    letters = iter(bare)
    return "".join(c if _GAP.fullmatch(c) else next(letters) for c in shape)


def _spaced(country: str, code: str) -> str:
    return f"{plain(code)[:-3]} {plain(code)[-3:]}" if country in _BRITISH else code


@dataclass(frozen=True)
class PostcodeRange:
    """`first` and `last` are plain codes or prefixes of them; `whole`: `first` is a prefix at any place, not only before the gap."""

    first: str
    last: str = ""
    prefix: bool = False

    def contains(self, country: str, code: str) -> bool:
        bare = plain(code)
        if not bare:
            return False
        if self.last:
            if country in _BRITISH and len(self.first) <= 4:
                return _natural(self.first) <= _natural(_front(country, bare)) and _natural(_front(country, bare)) <= _natural(self.last)
            return self.first <= bare[: len(self.first)] and bare[: len(self.last)] <= self.last
        return bare == self.first or (bare.startswith(self.first) if self.prefix else _front(country, bare) == self.first)

    @property
    def narrowness(self) -> int:
        """Of two ranges the narrower one is the more specific."""
        if not self.last:
            return 2 * len(self.first) + (not self.prefix)
        same = next((i for i, (a, b) in enumerate(zip(self.first, self.last, strict=False)) if a != b), len(self.first))
        return 2 * same


def _front(country: str, bare: str) -> str:
    return bare[:-3] if country in _BRITISH else bare[: _FRONT.get(country, len(bare))]


def _natural(code: str) -> tuple[tuple[str, int], ...]:
    return tuple((letters, int(digits or 0)) for letters, digits in re.findall(r"([A-Z]*)([0-9]*)", code) if letters or digits)


def _kinds(code: str) -> str:
    return "".join("9" if c.isdigit() else "A" for c in code)


@lru_cache(maxsize=4096)
def parse_range(text: str) -> PostcodeRange:
    """Raises ValueError for what is no range."""
    ends = [plain(end) for end in _RANGE.split(unicodedata.normalize("NFKC", text).strip())]
    if len(ends) == 1 and "*" not in text:
        halves = [plain(half) for half in text.split("-")]
        # A hyphen is the range's when both halves look like the same kind of code; in 150-0001 it belongs to the code.
        if len(halves) == 2 and len(halves[0]) >= 2 and (_kinds(halves[0]) == _kinds(halves[1]) or _british(halves)):
            ends = halves
    if len(ends) > 2 or not all(ends):
        raise ValueError("a postal code, a beginning such as 100*, or a range such as 10000-10499 is wanted")
    if len(ends) == 2:
        first, last = ends
        if not re.fullmatch(r"[0-9A-Z]{1,12}", first) or not re.fullmatch(r"[0-9A-Z]{1,12}", last):
            raise ValueError("the ends of a range are postal codes or their beginnings")
        if (_natural(first) if _british(ends) else first) > (_natural(last) if _british(ends) else last):  # type: ignore[operator]
            raise ValueError("the range ends before it begins")
        return PostcodeRange(first, last)
    entry = ends[0]
    if not re.fullmatch(r"[0-9A-Z]{1,12}\*?", entry):
        raise ValueError("a postal code, a beginning such as 100*, or a range such as 10000-10499 is wanted")
    return PostcodeRange(entry.rstrip("*"), prefix=entry.endswith("*"))


def _british(ends: list[str]) -> bool:
    return all(re.fullmatch(r"[A-Z]{1,2}[0-9]{1,2}", end) for end in ends) and re.sub("[0-9]", "", ends[0]) == re.sub("[0-9]", "", ends[1])
