"""Facet counts from aggregation buckets; tantivy's and OpenSearch's have the same form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from functions.catalog.search.document import counted_with
from functions.catalog.search.fields import SEPARATOR
from functions.catalog.search.port import FacetName, Facets, PriceRange

Bucket = Mapping[str, Any]


def facets_of(
    buckets: Mapping[FacetName, Iterable[Bucket]], attributes: dict[str, dict[str, int]] | None, bounds: tuple[int, ...]
) -> Facets:
    def counts(name: FacetName) -> dict[str, int] | None:
        return _sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets[name]) if name in buckets else None

    stock = {int(bucket["key"]): bucket["doc_count"] for bucket in buckets.get(FacetName.STOCK, ())}
    return Facets(
        categories=counts(FacetName.CATEGORY),
        brands=counts(FacetName.BRAND),
        tags=counts(FacetName.TAG),
        attributes=attributes,
        prices=_ranges(buckets[FacetName.PRICE], bounds) if FacetName.PRICE in buckets else None,
        in_stock=stock.get(1, 0) if FacetName.STOCK in buckets else None,
        out_of_stock=stock.get(0, 0) if FacetName.STOCK in buckets else None,
    )


def _ranges(buckets: Iterable[Bucket], bounds: tuple[int, ...]) -> list[PriceRange]:
    """Every range, also where an empty index answers none."""
    counts = {int(bucket["from"]): bucket["doc_count"] for bucket in buckets if "from" in bucket}
    return [PriceRange(low, high, counts.get(low, 0)) for low, high in pairwise((0, *bounds, None)) if low is not None]


def attribute_counts(buckets: Iterable[Bucket]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key, count in _sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets).items():
        name, _, value = key.partition(SEPARATOR)
        found.setdefault(name, {})[value] = count
    return found


def with_own(counts: Mapping[str, dict[str, int]], alone: Mapping[str, dict[str, int]], name: str) -> dict[str, dict[str, int]]:
    """The facet of a filtered attribute is counted without its own filter (`alone`)."""
    others = {key: values for key, values in counts.items() if not counted_with(key, name)}
    return others | {key: values for key, values in alone.items() if counted_with(key, name)}


def _sorted(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Most frequent first, equal counts by value, without zeros."""
    return dict(sorted(((key, count) for key, count in counts if count), key=lambda item: (-item[1], item[0])))
