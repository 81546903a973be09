"""Words that a person looks at first, found however they are dressed up: accents, full width, spaces and dots between the letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SPELLED = re.compile(r"(?<![a-z0-9])(?:[a-z0-9][^a-z0-9]{1,3}){2,}[a-z0-9](?![a-z0-9])")
_NO_LETTER = re.compile(r"[\W_]+")
_PLAIN = re.compile(r"[a-z0-9]")


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that it has. A word of Latin letters is one of its own (not "ass" in "glass"); any other stands anywhere."""
    plain = normal(text)
    spelled = " ".join(_NO_LETTER.sub("", found.group()) for found in _SPELLED.finditer(plain))
    joined = _NO_LETTER.sub("", plain)
    return [word for word in words if _stands(normal(word), f"{plain}\n{spelled}", joined)]


def normal(text: str) -> str:
    shown = "".join(letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", _ACCENTS.sub("", shown)).casefold()


def letters_of(text: str) -> str:
    """What is left of a text that is compared with others."""
    return _NO_LETTER.sub("", normal(text))


def _stands(word: str, plain: str, joined: str) -> bool:
    if word and all(_PLAIN.match(letter) or not letter.isalnum() for letter in word):
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", plain) is not None
    return (bare := _NO_LETTER.sub("", word)) != "" and bare in joined
