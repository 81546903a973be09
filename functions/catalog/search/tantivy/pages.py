"""One page of hits in an order that does not depend on where a product lies in the index files (see port.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from functions.catalog.search.document import Card
from functions.catalog.search.port import Position, SearchQuery, Sort
from functions.catalog.search.tantivy.filters import both, number_range
from functions.catalog.search.tantivy.own_prices import by_own_price, of_products
from functions.catalog.search.tantivy.schema import PRICE_FIELDS
from functions.shared.plain.deferred import dataclass

if TYPE_CHECKING:
    from tantivy import Query, Searcher

ORDERS = {Sort.RELEVANCE: "key_rank", Sort.NEWEST: "key_newest", Sort.BEST_SELLING: "key_sales"}
_SPARE = 4


@dataclass(frozen=True)
class Tier:
    """Hits that come before those of the next one. `sold`: all of them have a price in the query's currency."""

    query: Query
    sold: bool = True


def order_of(query: SearchQuery, *, sold: bool) -> tuple[str, bool]:
    """The field, and whether its lowest value comes first. By price only what has one; the others then come newest first."""
    if query.sort in (Sort.PRICE_ASC, Sort.PRICE_DESC):
        return (PRICE_FIELDS[query.currency], query.sort is Sort.PRICE_ASC) if sold else ("key_newest", False)
    return ORDERS[query.sort], False


@dataclass(frozen=True)
class Found:
    """A hit on its way: its position, and its packed cards."""

    position: Position
    cards: Mapping[str, Card]


def page(searcher: Searcher, stage: str, tiers: Sequence[Tier], query: SearchQuery) -> tuple[list[Found], bool]:
    """At most `limit` hits after `after`, tier by tier, and whether there are more."""
    found: list[Found] = []
    first = query.after.tier if query.after else 0
    for number in range(first, len(tiers)):
        tier = both([tiers[number].query], never=[earlier.query for earlier in tiers[:number]])
        after = query.after if number == first else None
        rows = _rows(searcher, tier, query, query.limit + 1 - len(found), after, sold=tiers[number].sold)
        found += [Found(Position(stage, number, key, _id(cards)), cards) for key, cards in rows]
        if len(found) > query.limit:
            return found[: query.limit], True
    return found, False


def _rows(
    searcher: Searcher, tier: Query, query: SearchQuery, wanted: int, after: Position | None, *, sold: bool
) -> list[tuple[int, Mapping[str, Card]]]:
    order = order_of(query, sold=sold)
    if not (query.own and sold and query.sort in (Sort.PRICE_ASC, Sort.PRICE_DESC)):
        return _keyset(searcher, tier, order, wanted, after)
    ascending = order[1]
    rows = _keyset(searcher, both([tier], never=[of_products(query.own)]), order, wanted, after)
    rows += by_own_price(searcher, tier, query.own, wanted, after, ascending=ascending)
    return sorted(rows, key=lambda row: (row[0] if ascending else -row[0], _id(row[1])))[:wanted]


def _keyset(
    searcher: Searcher, query: Query, order: tuple[str, bool], wanted: int, after: Position | None
) -> list[tuple[int, Mapping[str, Card]]]:
    """The first `wanted` hits after a position, by key, equal keys by id. A group of equal keys is read whole before it is cut."""
    from tantivy import Order

    field, ascending = order
    if after:
        query = both([query, number_range(field, after.key, None) if ascending else number_range(field, None, after.key)])
    size = wanted + _SPARE
    while True:
        hits = searcher.search(query, size, count=False, order_by_field=field, order=Order.Asc if ascending else Order.Desc).hits
        keys = [key for key, _ in hits]
        complete = len(hits) if len(hits) < size else keys.index(keys[-1])
        needed = wanted + (keys.count(after.key) if after else 0)
        if complete >= needed or len(hits) < size:
            break
        size *= 4
    end = min(complete, needed)
    while 0 < end < complete and keys[end] == keys[end - 1]:
        end += 1
    rows = [(key, json.loads(bytes(searcher.doc(address).get_first("cards") or b""))) for key, address in hits[:end]]
    rows.sort(key=lambda row: (row[0] if ascending else -row[0], _id(row[1])))
    return [row for row in rows if not after or row[0] != after.key or _id(row[1]) > after.id][:wanted]


def _id(cards: Mapping[str, Card]) -> str:
    return str(cards["*"]["id"])
