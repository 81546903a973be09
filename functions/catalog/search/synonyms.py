"""What else a query may say, by the synonyms of staff. Pure.

A phrase is found as whole words (of Chinese: characters in a row), the longest at a place first, and each time replaced once: what a
synonym says is not looked up again, so nothing goes in circles. Case, accents, plural and full width make no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from functions.catalog.search.words.text import units
from functions.shared.plain.deferred import dataclass

MOST_TEXTS = 32
"""Of other texts for one query: those with the fewest replacements."""

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class OtherText:
    """`by`: the sources of the synonyms in it."""

    text: str
    by: tuple[str, ...]


def phrase_of(text: str) -> Phrase:
    """What two writings of the same phrase have in common; empty where there is no word in it."""
    return tuple(token for _, _, token in units(text)[1])


class Synonyms:
    def __init__(self, sets: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> None:
        """Of each its source, its words, and what they also find; nothing: each other."""
        self._others: defaultdict[Phrase, list[tuple[str, str]]] = defaultdict(list)
        for source, words, to in sets:
            for word in words:
                key = phrase_of(word)
                self._others[key] += [(other, source) for other in (to or words) if phrase_of(other) != key]
        self._longest = max(map(len, self._others), default=0)

    def other_texts(self, text: str) -> list[OtherText]:
        if not self._others:
            return []
        plain, parts = units(text)
        spans = self._spans(parts)
        chosen: list[tuple[tuple[str, str] | None, ...]] = [()]
        for _, _, key in spans:
            ways = [None, *self._others[key]]
            chosen = [(*before, way) for way in ways for before in chosen][: MOST_TEXTS + 1]
        found: dict[str, OtherText] = {}
        for taken in chosen[1:]:
            said = _with(plain, [(start, end) for start, end, _ in spans], [way and way[0] for way in taken])
            found.setdefault(said, OtherText(said, tuple(dict.fromkeys(way[1] for way in taken if way))))
        return list(found.values())

    def _spans(self, parts: list[tuple[int, int, str]]) -> list[tuple[int, int, Phrase]]:
        found, at = list[tuple[int, int, Phrase]](), 0
        while at < len(parts):
            for length in range(min(self._longest, len(parts) - at), 0, -1):
                key = tuple(token for _, _, token in parts[at : at + length])
                if key in self._others:
                    found.append((parts[at][0], parts[at + length - 1][1], key))
                    at += length
                    break
            else:
                at += 1
        return found


def _with(plain: str, spans: list[tuple[int, int]], ways: Sequence[str | None]) -> str:
    said, last = "", 0
    for (start, end), way in zip(spans, ways, strict=True):
        if way is not None:
            said += f"{plain[last:start]} {way} "
            last = end
    return " ".join((said + plain[last:]).split())
