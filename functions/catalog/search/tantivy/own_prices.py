"""Prices that whoever asks has for themselves, over those of the index: filtered, counted and ordered as if they stood in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from functions.catalog.search.document import Card
from functions.catalog.search.port import Position
from functions.catalog.search.sort_keys import price_key
from functions.catalog.search.tantivy.schema import id_term, schema

if TYPE_CHECKING:
    from tantivy import Query, Searcher

_AT_ONCE = 200


def of_products(ids: Iterable[str]) -> Query:
    from tantivy import Query

    return Query.term_set_query(schema(), "id", [id_term(one) for one in ids])


def within(own: Mapping[str, int], low: int | None, high: int | None) -> list[str]:
    """The products whose own price is not below `low` and not above `high`."""
    return [one for one, amount in own.items() if (low is None or amount >= low) and (high is None or amount <= high)]


def replaced(query: Query, own: Mapping[str, int], low: int | None, high: int | None) -> Query:
    """`query` finds prices of the index in that range; with their own prices in place of these."""
    from tantivy import Occur, Query

    others = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, of_products(own))])
    return Query.boolean_query([(Occur.Should, others), (Occur.Should, of_products(within(own, low, high)))])


def by_own_price(
    searcher: Searcher, query: Query, own: Mapping[str, int], wanted: int, after: Position | None, *, ascending: bool
) -> list[tuple[int, Mapping[str, Card]]]:
    """The first `wanted` hits among products with a price of their own after a position, by that price."""
    from tantivy import Occur, Query

    def place(key: int, ident: str) -> tuple[int, str]:
        return (key if ascending else -key, ident)

    order = sorted(place(price_key(amount, one), one) for one, amount in own.items())
    if after:
        order = [one for one in order if one > place(after.key, after.id)]
    rows: list[tuple[int, Mapping[str, Card]]] = []
    for start in range(0, len(order), _AT_ONCE):
        ids = [ident for _, ident in order[start : start + _AT_ONCE]]
        hits = searcher.search(Query.boolean_query([(Occur.Must, query), (Occur.Must, of_products(ids))]), _AT_ONCE, count=False).hits
        found = {}
        for _, address in hits:
            cards = json.loads(bytes(searcher.doc(address).get_first("cards") or b""))
            found[str(cards["*"]["id"])] = cards
        rows += [(key if ascending else -key, found[ident]) for key, ident in order[start : start + _AT_ONCE] if ident in found]
        if len(rows) >= wanted:
            break
    return rows[:wanted]
