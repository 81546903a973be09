"""Chinese by its sound: syllables and initials of documents, and what a query in letters may mean.

A document is indexed by its syllables (`shou`), neighbouring syllables (`shou'ji`), the first two initials of words (`#sj`)
and of any three neighbours (`#sjk`). pypinyin is imported when the first Chinese text is met, and asked once per word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from functions.catalog.search.words.text import cut, runs

_JOIN = "'"
_INITIAL = "#"
_MAX_READINGS = 4
_MAX_LETTERS = 36
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")


@lru_cache(maxsize=131_072)
def syllables(word: str) -> tuple[str, ...]:
    """One syllable per character, e.g. 手机 → shou, ji; polyphones as in the word (重庆 → chong, qing)."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def spoken(run: str) -> list[str]:
    """The syllables of a stretch of Chinese."""
    return [syllable for word in cut(run) for syllable in syllables(word)]


def sounds(text: str) -> set[str]:
    """Everything `text` can be found by when it is typed in letters."""
    found: set[str] = set()
    for run in runs(text):
        if run.kind == "han":
            parts = [syllables(word) for word in cut(run.text)]
            spelled = [syllable for part in parts for syllable in part]
            found.update(spelled)
            found.update(neighbours(spelled))
            found.update(initial_terms(_initials(spelled)))
            found.update(_INITIAL + _initials(part[:2]) for part in parts if len(part) > 1)
    return found


@lru_cache(maxsize=16_384)
def sounds_of_name(text: str) -> frozenset[str]:
    """`sounds`, remembered: for brands and categories, which thousands of products share."""
    return frozenset(sounds(text))


def neighbours(spelled: Sequence[str]) -> list[str]:
    """Neighbouring syllables as one term each; a single syllable stands for itself."""
    return [f"{first}{_JOIN}{second}" for first, second in pairwise(spelled)] or list(spelled)


def initial_terms(letters: str) -> list[str]:
    """The terms that a run of initials must match: `sj` → #sj, `pgsjk` → #pgs #gsj #sjk; nothing for one letter."""
    size = min(len(letters), 3)
    return [_INITIAL + letters[i : i + size] for i in range(len(letters) - size + 1)] if size > 1 else []


def _initials(spelled: Sequence[str]) -> str:
    return "".join(syllable[0] for syllable in spelled)


def full_spelling(run: str) -> tuple[str, str]:
    """A stretch of Chinese typed in letters: as syllables without blanks, and as initials."""
    spelled = spoken(run)
    return "".join(spelled), _initials(spelled)


def readings(letters: str) -> list[tuple[str, ...]]:
    """The ways to read `letters` as whole syllables, fewest syllables first: xian → (xian), (xi, an)."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > _MAX_LETTERS:
        return []
    return sorted(_readings(letters), key=len)[:_MAX_READINGS]


def _readings(letters: str) -> list[tuple[str, ...]]:
    known = _all_syllables()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        here = [(*way, letters[start:end]) for start in range(max(0, end - 6), end) if letters[start:end] in known for way in ways[start]]
        ways.append(sorted(here, key=len)[: _MAX_READINGS * 2])
    return ways[-1]


@cache
def _all_syllables() -> frozenset[str]:
    """Every syllable of standard Chinese, collected from pypinyin's own character table; interjections without a vowel (m, ng) left out."""
    from pypinyin import pinyin_dict

    spelled = {reading for readings_of in pinyin_dict.pinyin_dict.values() for reading in readings_of.split(",")}
    plain = (_TONES.sub("", unicodedata.normalize("NFD", reading)).replace("u\u0308", "v") for reading in spelled)
    return frozenset(syllable for syllable in plain if syllable.isascii() and set(syllable) & set("aeiouv"))
