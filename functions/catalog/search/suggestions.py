"""From index terms `key␟text` to suggestions."""

from __future__ import annotations

from collections.abc import Iterable

from functions.catalog.search.fields import SEPARATOR
from functions.catalog.search.port import Suggestion

MAX_PREFIX = 40


def best_suggestions(terms: Iterable[tuple[str, int]], limit: int) -> list[Suggestion]:
    """Each text once, that of most products first."""
    best: dict[str, int] = {}
    for term, count in terms:
        text = term.partition(SEPARATOR)[2]
        best[text] = max(count, best.get(text, 0))
    ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return [Suggestion(text, count) for text, count in ordered[:limit]]
