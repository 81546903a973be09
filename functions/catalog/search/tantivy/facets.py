"""Facet counts. A facet ignores its own filter, so that the shopper sees what else they could choose.

Facets without a filter of their own share one aggregation over the filtered hits; each filtered facet costs one more, over the hits
without its filter. The queries are objects: tantivy's `filter` aggregation would take a query *text*, an injection point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from functions.catalog.search.facet_counts import attribute_counts, facets_of, with_own
from functions.catalog.search.port import FacetName, Facets
from functions.catalog.search.sort_keys import TIE_BITS, keys_from
from functions.catalog.search.tantivy.filters import Dimension, both, in_stock
from functions.catalog.search.tantivy.own_prices import of_products, within
from functions.catalog.search.tantivy.schema import PRICE_FIELDS
from functions.shared.plain.deferred import dataclass

if TYPE_CHECKING:
    from tantivy import Query, Searcher

# Distinct values counted per facet; counts of the most frequent ones are exact up to this many.
MAX_VALUES = 10_000
_TERMS = {
    FacetName.CATEGORY: "categories",
    FacetName.BRAND: "brand",
    FacetName.TAG: "tags",
    FacetName.ATTRIBUTE: "attributes",
    FacetName.STOCK: "stock",
}


@dataclass(frozen=True)
class PriceBuckets:
    """What is told for somebody in particular: `own`, prices by product in place of those of the index; `there`, what is in stock."""

    currency: str
    bounds: tuple[int, ...]
    own: Mapping[str, int] = field(default_factory=dict)
    there: frozenset[str] | None = None


def count_facets(
    searcher: Searcher, text: Query | None, filters: Mapping[Dimension, Query], wanted: frozenset[FacetName], prices: PriceBuckets
) -> Facets:
    own = [dimension for dimension in filters if dimension[0] in wanted]
    shared = wanted - {name for name, _ in own if name is not FacetName.ATTRIBUTE}
    buckets = _aggregate(searcher, both([text, *filters.values()]), shared, prices)
    attributes = attribute_counts(buckets.get(FacetName.ATTRIBUTE, ()))
    for dimension in own:
        name, attribute = dimension
        assert name is not None
        others = both([text, *(query for other, query in filters.items() if other != dimension)])
        alone = _aggregate(searcher, others, [name], prices)[name]
        if name is FacetName.ATTRIBUTE:
            attributes = with_own(attributes, attribute_counts(alone), attribute or "")
        else:
            buckets[name] = alone
    return facets_of(buckets, attributes if FacetName.ATTRIBUTE in wanted else None, prices.bounds)


def _aggregate(searcher: Searcher, query: Query, names: Iterable[FacetName], prices: PriceBuckets) -> dict[FacetName, Any]:
    asked = {name: _aggregation(name, prices) for name in names}
    counted = {FacetName.PRICE} if prices.own else set()
    counted |= {FacetName.STOCK} if prices.there is not None else set()
    found = _buckets(searcher, query, {name: one for name, one in asked.items() if name not in counted})
    if FacetName.STOCK in asked and prices.there is not None:
        found[FacetName.STOCK] = [_stock(searcher, query, prices.there, wanted=wanted) for wanted in (True, False)]
    if FacetName.PRICE in asked and prices.own:
        others = both([query], never=[of_products(prices.own)])
        found |= _buckets(searcher, others, {FacetName.PRICE: asked[FacetName.PRICE]})
        found[FacetName.PRICE] = [_with_own(searcher, query, bucket, prices) for bucket in found[FacetName.PRICE]]
    return found


def _buckets(searcher: Searcher, query: Query, asked: Mapping[FacetName, Any]) -> dict[FacetName, Any]:
    if not asked:
        return {}
    answers = searcher.aggregate(query, {name.value: one for name, one in asked.items()})
    found = {FacetName(name): answer["buckets"] for name, answer in answers.items()}
    if FacetName.PRICE in found:
        found[FacetName.PRICE] = [_amount(bucket) for bucket in found[FacetName.PRICE]]
    return found


def _with_own(searcher: Searcher, query: Query, bucket: Mapping[str, Any], prices: PriceBuckets) -> dict[str, Any]:
    low = bucket.get("from")
    if low is None:
        return {**bucket}
    high = next((bound - 1 for bound in prices.bounds if bound > low), None)
    count = searcher.search(both([query, of_products(within(prices.own, low, high))]), 1).count  # type: ignore[attr-defined]
    return {**bucket, "doc_count": bucket["doc_count"] + int(count)}


def _stock(searcher: Searcher, query: Query, there: frozenset[str], *, wanted: bool) -> dict[str, Any]:
    count = searcher.search(both([query, in_stock(there, wanted=wanted)]), 1).count  # type: ignore[attr-defined]
    return {"key": int(wanted), "doc_count": int(count)}


def _amount(bucket: Mapping[str, Any]) -> dict[str, Any]:
    """The bucket with its lower bound as an amount again."""
    return {**bucket, "from": int(bucket["from"]) >> TIE_BITS} if "from" in bucket else {**bucket}


def _aggregation(name: FacetName, prices: PriceBuckets) -> dict[str, Any]:
    """Bounds of keys are exact as floats: their low bits are zero."""
    if name is FacetName.PRICE:
        edges: tuple[int | None, ...] = (0, *(keys_from(bound) for bound in prices.bounds), None)
        ranges = [{"from": low} | ({} if high is None else {"to": high}) for low, high in pairwise(edges) if low is not None]
        return {"range": {"field": PRICE_FIELDS[prices.currency], "ranges": ranges}}
    return {"terms": {"field": _TERMS[name], "size": MAX_VALUES, "segment_size": MAX_VALUES}}
