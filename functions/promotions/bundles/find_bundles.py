"""Bundles found by words, cut as those of products are."""

from __future__ import annotations

from functions.catalog import search_tokens, search_words
from functions.promotions.bundles.known_bundles import KnownBundle


def is_named(bundle: KnownBundle, text: str) -> bool:
    """Whether every word stands in its name or in the title of one of its parts."""
    parts = (part.title for part, _ in bundle.parts if part is not None)
    said = " ".join(text for texts in (bundle.rule.name, *parts) for text in texts.values())
    held, asked = search_tokens(said), search_words(text)
    return bool(asked) and all(held.issuperset(word.grams) or not held.isdisjoint(word.near) for word in asked)
