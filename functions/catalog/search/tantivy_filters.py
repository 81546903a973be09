"""Filters as queries, built from terms and ranges only: no query text is ever parsed, so no value can change the query's meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from functions.catalog.search.fields import attribute
from functions.catalog.search.port import FacetName, Filters
from functions.catalog.search.tantivy_schema import schema

if TYPE_CHECKING:
    from tantivy import Query

# The facet a filter belongs to; each attribute is a facet of its own.
Dimension = tuple[FacetName, str]


def filter_queries(filters: Filters) -> dict[Dimension, Query]:
    found: dict[Dimension, Query] = {}
    for dimension, field, values in (
        (FacetName.CATEGORY, "categories", filters.categories),
        (FacetName.BRAND, "brand", filters.brands),
        (FacetName.TAG, "tags", filters.tags),
    ):
        if values:
            found[(dimension, "")] = any_term(field, values)
    for name, values in filters.attributes.items():
        if values:
            found[(FacetName.ATTRIBUTE, name)] = any_term("attributes", [attribute(name, value) for value in values])
    if filters.price_min is not None or filters.price_max is not None:
        found[(FacetName.PRICE, "")] = number_range("price", filters.price_min, filters.price_max)
    if filters.in_stock is not None:
        found[(FacetName.STOCK, "")] = number_range("stock", int(filters.in_stock), int(filters.in_stock))
    return found


def any_term(field: str, values: Sequence[str]) -> Query:
    from tantivy import Occur, Query

    terms = [Query.term_query(schema(), field, value, "basic") for value in dict.fromkeys(values)]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])


def number_range(field: str, low: int | None, high: int | None) -> Query:
    """Both bounds included."""
    from tantivy import FieldType, Query

    return Query.range_query(schema(), field, FieldType.Integer, low, high)


def both(must: Iterable[Query | None], never: Sequence[Query] = ()) -> Query:
    """All of `must` (everything, if there is none) and none of `never`."""
    from tantivy import Occur, Query

    wanted = [query for query in must if query is not None] or [Query.all_query()]
    if len(wanted) == 1 and not never:
        return wanted[0]
    return Query.boolean_query([*((Occur.Must, query) for query in wanted), *((Occur.MustNot, query) for query in never)])
