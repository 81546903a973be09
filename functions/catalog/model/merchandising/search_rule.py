"""A rule of searches: words that mean the same, or what comes first, last or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from graphlib import CycleError, TopologicalSorter

from functions.catalog.model.collections.collection import Rule
from functions.shared.plain.deferred import dataclass

MOST_RULES = 500
MOST_SETS = 5_000


@dataclass(frozen=True)
class SynonymSet:
    """Each of `words` also finds each other; with `to` each of them also finds those, and not the other way round."""

    words: list[str]
    to: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RuleBoost:
    """`weight`: 1 to 3 before, -1 to -3 after what matches as well."""

    rule: Rule
    weight: int


@dataclass(frozen=True)
class Ranking:
    """Of these `queries`; without one, of all searches: then it has boosts and hides only."""

    queries: list[str] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boosts: list[RuleBoost] = field(default_factory=list)


@dataclass(frozen=True)
class SearchRule:
    id: str
    name: str
    created_at: str
    active: bool = True
    synonyms: list[SynonymSet] = field(default_factory=list)
    ranking: Ranking | None = None


def cycle_of(sets: Iterable[tuple[list[str], list[str]]]) -> list[str]:
    """Words of one-way synonyms that lead back to themselves, perhaps over words that mean the same both ways; none: empty.

    Words that differ in writing only are given as the same text.
    """
    pairs = list(sets)
    same: dict[str, str] = {}
    for words, to in pairs:
        if not to:
            for word in words[1:]:
                _join(same, words[0], word)
    edges: dict[str, set[str]] = {}
    for words, to in pairs:
        for word in words if to else ():
            begin = _root(same, word)
            for other in to:
                end = _root(same, other)
                if begin == end:
                    return [word, other]
                edges.setdefault(begin, set()).add(end)
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _root(same: Mapping[str, str], word: str) -> str:
    while (above := same.get(word, word)) != word:
        word = above
    return word


def _join(same: dict[str, str], one: str, other: str) -> None:
    first, second = _root(same, one), _root(same, other)
    if first != second:
        same[second] = first
