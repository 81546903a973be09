"""What could be meant by what is typed so far: names of brands and categories, titles of products, and what others search for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from functions.catalog.finding.browse_products import index_or_none, seer_of
from functions.catalog.finding.schemas import SuggestionView
from functions.catalog.finding.searched_words import TRENDING_DAYS, tally_of
from functions.catalog.search import SearchIndex, SearchQuery, Seer
from functions.catalog.search.fields import whole
from functions.catalog.search.tally import top
from functions.pricing import Shopper

_POPULAR = 3
_KNOWN_WORDS = 1_000


def suggest(typed: str, limit: int, languages: Sequence[str], who: Shopper) -> list[SuggestionView]:
    """Each text once. Nothing while there is no index: a search field works without."""
    index = index_or_none()
    if index is None or not whole(typed):
        return []
    seer = seer_of(who, index)
    names = [SuggestionView(text=one.text, count=one.count) for one in index.suggest(typed, limit=limit)]
    titles = [
        SuggestionView(text=one.text, count=one.count, kind="product", slug=one.slug)
        for one in index.titles(typed, tuple(languages), seer=seer, limit=limit)
    ]
    popular = list(_popular(index, whole(typed), seer))
    room = limit - min(len(titles), limit // 2) - min(len(popular), limit // 5)
    rows: dict[str, SuggestionView] = {}
    for row in (*names[:room], *popular, *titles, *names[room:]):
        rows.setdefault(whole(row.text), row)
    return list(rows.values())[:limit]


def _popular(index: SearchIndex, start: str, seer: Seer) -> Iterator[SuggestionView]:
    """The most searched words that begin so, as long as they find something as they are written: what went off sale is not told."""
    begun = ((word, count) for word, count in top(tally_of(TRENDING_DAYS), _KNOWN_WORDS) if word.startswith(start) and word != start)
    for _, (word, count) in zip(range(_POPULAR), begun, strict=False):
        result = index.search(SearchQuery(text=word, limit=1, seer=seer, highlight=False))
        if result.total and result.stage == "exact":
            yield SuggestionView(text=word, count=count, kind="popular")
