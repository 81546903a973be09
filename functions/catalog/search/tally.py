"""How often words were searched for, and which most. Pure; `popular` counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Count:
    searches: int = 0
    without_results: int = 0


@dataclass(frozen=True)
class Tally:
    """Counts per word."""

    counts: dict[str, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchBatch:
    """Searches of one instance: per word [how often, how often without a result]."""

    id: str
    at: str
    words: dict[str, Count]


def merged(tallies: Iterable[Tally]) -> Tally:
    """Several days as one."""
    total: dict[str, Count] = {}
    for tally in tallies:
        for word, count in tally.counts.items():
            before = total.get(word, Count())
            total[word] = Count(before.searches + count.searches, before.without_results + count.without_results)
    return Tally(total)


def top(tally: Tally, limit: int) -> list[tuple[str, int]]:
    """The most frequent words that found something, with their counts; equal counts by word."""
    found = [(word, count.searches) for word, count in tally.counts.items() if count.searches > count.without_results]
    return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]


def most_searched(tally: Tally, limit: int) -> list[tuple[str, int]]:
    """All words, with or without results, by how often they were searched for."""
    return sorted(((word, count.searches) for word, count in tally.counts.items()), key=lambda item: (-item[1], item[0]))[:limit]


def fruitless(tally: Tally, limit: int) -> list[tuple[str, int]]:
    """The words that found nothing, with how often: what the shop should sell, or call by another name."""
    missed = [(word, count.without_results) for word, count in tally.counts.items() if count.without_results]
    return sorted(missed, key=lambda item: (-item[1], item[0]))[:limit]
