"""Words and tokens as the search for products cuts them, for who searches other texts."""

from __future__ import annotations

from functions.catalog.search.words.text import Word, tokens, words


def search_tokens(text: str, *, single: bool = True) -> set[str]:
    """What `text` is found by; without `single`, Chinese characters only in pairs (half the size)."""
    return tokens(text, single=single)


def search_words(text: str) -> list[Word]:
    """The words of a query, at most 32; each with the tokens that a text that has it holds."""
    return words(text)
