"""Which words shoppers search for. Pure: a day's tally in, a day's tally out; where tallies are kept is the catalogue's business.

What could name a person (an e-mail address, a long number) is not counted. `merged` adds days up, `top` ranks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field

from functions.catalog.search.fields import whole
from functions.shared.plain.deferred import dataclass

_MAX_LENGTH = 64
_PERSONAL = re.compile(r"@|\d{7,}|(?:\d[ -]?){9,}")


@dataclass(frozen=True)
class Count:
    searches: int = 0
    without_results: int = 0


@dataclass(frozen=True)
class Tally:
    """Counts per word."""

    counts: dict[str, Count] = field(default_factory=dict)


def counted_word(text: str) -> str | None:
    """The form under which a search text is counted; None when it is not to be counted."""
    word = whole(text)
    if not word or len(word) > _MAX_LENGTH or _PERSONAL.search(word) or not any(char.isalnum() for char in word):
        return None
    return word


def counted(tally: Tally, text: str, *, results: int) -> Tally:
    """The tally after one more search."""
    word = counted_word(text)
    if word is None:
        return tally
    before = tally.counts.get(word, Count())
    return Tally({**tally.counts, word: Count(before.searches + 1, before.without_results + (results == 0))})


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
