"""From a stored product to the hit a list shows, the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from functions.catalog.search.document import Card, unpack_card
from functions.catalog.search.highlight import Highlighter
from functions.catalog.search.port import Hit, Position, SearchQuery

_highlighter = lru_cache(maxsize=64)(Highlighter)


def to_hit(cards: Mapping[str, Card], query: SearchQuery, stage: str, position: Position | None = None) -> Hit:
    card = unpack_card(cards, query.languages)
    title = str(card.get("title", ""))
    pieces = _highlighter(" ".join((query.text, *query.also)), stage).pieces(title) if query.highlight and query.text.strip() else ()
    return Hit(str(card["id"]), card, pieces, position)
