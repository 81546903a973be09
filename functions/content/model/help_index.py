"""Articles found by words: an index in memory, small enough for every process. Pure.

A document is an article in one language. Postings are numbers of documents by token; a document that changed gets a new number and its
old one is dead, until so many are that the index is made anew.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from functions.shared.plain.deferred import dataclass

_STRONG, _WEAK = 4.0, 1.0
_LEAST_COVERED = 0.5
_DEAD_SHARE = 0.5


@dataclass(frozen=True)
class AskedWord:
    """Of a query: found where all tokens of one of its `readings` are."""

    readings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Hit:
    article: str
    language: str
    score: float


class HelpIndex:
    def __init__(self) -> None:
        self._documents: list[tuple[str, str] | None] = []
        self._numbers: dict[str, list[int]] = {}
        self._strong: dict[str, array[int]] = {}
        self._weak: dict[str, array[int]] = {}

    def __len__(self) -> int:
        """Of living documents."""
        return sum(map(len, self._numbers.values()))

    @property
    def is_worn(self) -> bool:
        return len(self._documents) > 64 and len(self) < len(self._documents) * (1 - _DEAD_SHARE)

    def put(self, article: str, texts: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> None:
        """In place of what was known of it. By language: its strong and its weak tokens; nothing: it is found no more."""
        for number in self._numbers.pop(article, ()):
            self._documents[number] = None
        for language, (strong, weak) in texts.items():
            number = len(self._documents)
            self._documents.append((article, language))
            self._numbers.setdefault(article, []).append(number)
            for postings, tokens in ((self._strong, strong), (self._weak, weak)):
                for token in tokens:
                    if token not in postings:
                        postings[token] = array("L")
                    postings[token].append(number)

    def search(
        self, words: Sequence[AskedWord], *, inside: Container[str] | None, tier: Callable[[str, str], float], most: int
    ) -> list[Hit]:
        """The best first, each article once: a word in title, summary or tags counts four times one in the text, a rare word more than a
        common one, and what holds more of the query more than its part. `inside`: the articles that are looked at; None: all. `tier`: how
        much a language counts for an article."""
        scores: dict[int, float] = {}
        covered: dict[int, int] = {}
        total = max(1, len(self))
        for word in words:
            strong, weak = self._with(self._strong, word), self._with(self._weak, word, self._strong)
            either = strong | weak
            rarity = math.log(1 + total / (1 + len(either)))
            for number in either:
                found = self._documents[number]
                if found is None or (inside is not None and found[0] not in inside):
                    continue
                scores[number] = scores.get(number, 0.0) + rarity * (_STRONG if number in strong else _WEAK)
                covered[number] = covered.get(number, 0) + 1
        best: dict[str, Hit] = {}
        for number, score in scores.items():
            article, language = self._documents[number] or ("", "")
            share = covered[number] / len(words)
            if share < _LEAST_COVERED:
                continue
            hit = Hit(article, language, score * share * share * tier(article, language))
            if article not in best or hit.score > best[article].score:
                best[article] = hit
        return nsmallest(most, best.values(), key=lambda hit: (-hit.score, hit.article))

    @staticmethod
    def _with(postings: Mapping[str, array[int]], word: AskedWord, besides: Mapping[str, array[int]] | None = None) -> set[int]:
        found: set[int] = set()
        for tokens in word.readings:
            sets = [set(chain(postings.get(token, ()), besides.get(token, ()) if besides else ())) for token in tokens]
            if sets:
                found |= set.intersection(*sets)
        return found
