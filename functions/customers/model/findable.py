"""By which words somebody is found: of each name its words and how they begin; of one in Chinese, Japanese or Korean its characters and
pairs of them. Pure: whoever keeps them makes keys of them that say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from functions.shared.places.fold import fold

_BREAKS = re.compile(r"[\s\-\u2010-\u2015\u00b7\u30fb,.;:/()\"|_&+]+")
_WRITTEN_TOGETHER = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+)")
_FEWEST, _MOST = 3, 15
"""Letters of a beginning: of fewer only a whole word is found, and what comes behind the last does not tell two apart."""
_MOST_WORDS = 12


def tokens_of(names: Iterable[str]) -> list[str]:
    """Of each name, in their order, without what was there before."""
    return list(dict.fromkeys(token for name in names for word in _words(name) for token in _found_by(word)))


def asked_for(text: str) -> list[str]:
    """All of which somebody must have. Empty: there is nothing to look for."""
    return list(dict.fromkeys(token for word in _words(text) for token in _asked(word)))


def _words(text: str) -> list[str]:
    # Folding takes blanks away, so it comes after the words were told apart.
    rough = [part for word in _BREAKS.split(text) for part in _WRITTEN_TOGETHER.split(word)]
    return [word for word in map(fold, rough) if word][:_MOST_WORDS]


def _is_together(word: str) -> bool:
    return _WRITTEN_TOGETHER.fullmatch(word) is not None


def _found_by(word: str) -> list[str]:
    if _is_together(word):
        return [*word, *_pairs(word)]
    return [word[:length] for length in range(_FEWEST, min(len(word), _MOST) + 1)] or [word]


def _asked(word: str) -> list[str]:
    if _is_together(word):
        return _pairs(word) or [word]
    return [word[:_MOST]]


def _pairs(word: str) -> list[str]:
    return [word[n : n + 2] for n in range(len(word) - 1)]
