"""Facet counts. A facet ignores its own filter, so that the shopper sees what else he could choose.

Facets without a filter of their own share one aggregation over the filtered hits; each filtered facet costs one more, over the hits
without its filter. The queries are objects: tantivy's `filter` aggregation would take a query *text*, an injection point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from functions.catalog.search.facet_counts import attribute_counts, facets_of
from functions.catalog.search.port import FacetName, Facets
from functions.catalog.search.tantivy_filters import Dimension, both

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


def count_facets(
    searcher: Searcher, text: Query | None, filters: Mapping[Dimension, Query], wanted: frozenset[FacetName], bounds: tuple[int, ...]
) -> Facets:
    own = [dimension for dimension in filters if dimension[0] in wanted]
    shared = wanted - {name for name, _ in own if name is not FacetName.ATTRIBUTE}
    buckets = _aggregate(searcher, both([text, *filters.values()]), shared, bounds)
    attributes = attribute_counts(buckets.get(FacetName.ATTRIBUTE, ()))
    for dimension in own:
        name, attribute = dimension
        others = both([text, *(query for other, query in filters.items() if other != dimension)])
        alone = _aggregate(searcher, others, [name], bounds)[name]
        if name is FacetName.ATTRIBUTE:
            attributes.pop(attribute, None)
            attributes |= {key: values for key, values in attribute_counts(alone).items() if key == attribute}
        else:
            buckets[name] = alone
    return facets_of(buckets, attributes if FacetName.ATTRIBUTE in wanted else None, bounds)


def _aggregate(searcher: Searcher, query: Query, names: Iterable[FacetName], bounds: tuple[int, ...]) -> dict[FacetName, Any]:
    asked = {name.value: _aggregation(name, bounds) for name in names}
    if not asked:
        return {}
    return {FacetName(name): answer["buckets"] for name, answer in searcher.aggregate(query, asked).items()}


def _aggregation(name: FacetName, bounds: tuple[int, ...]) -> dict[str, Any]:
    if name is FacetName.PRICE:
        edges: tuple[int | None, ...] = (0, *bounds, None)
        ranges = [{"from": low} | ({} if high is None else {"to": high}) for low, high in pairwise(edges) if low is not None]
        return {"range": {"field": "price", "ranges": ranges}}
    return {"terms": {"field": _TERMS[name], "size": MAX_VALUES, "segment_size": MAX_VALUES}}
