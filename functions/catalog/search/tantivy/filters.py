"""Filters as queries, built from terms and ranges only: no query text is ever parsed, so no value can change the query's meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from functions.catalog.search.fields import CHANNELS, GROUPS, attribute, audience
from functions.catalog.search.port import FacetName, SearchQuery, Seer, Within
from functions.catalog.search.sort_keys import keys_from
from functions.catalog.search.tantivy.own_prices import of_products, replaced
from functions.catalog.search.tantivy.schema import PRICE_FIELDS, id_term, schema
from functions.shared.plain.value_ranges import ranges_of

if TYPE_CHECKING:
    from tantivy import Query, Searcher

# The facet a filter belongs to; each attribute is a facet of its own. None: no facet leaves this filter out.
Dimension = tuple[FacetName | None, str]
_MOST_VALUES = 100_000


def filter_queries(searcher: Searcher, query: SearchQuery) -> dict[Dimension, Query]:
    filters = query.filters
    found: dict[Dimension, Query] = _inside(searcher, query)
    for dimension, field, values in (
        (FacetName.CATEGORY, "categories", filters.categories),
        (FacetName.BRAND, "brand", filters.brands),
        (FacetName.TAG, "tags", filters.tags),
    ):
        if values:
            found[(dimension, "")] = any_term(field, values)
    for name, values in filters.attributes.items():
        if values:
            terms = [*(attribute(name, value) for value in values), *_in_ranges(searcher, name, values)]
            found[(FacetName.ATTRIBUTE, name)] = any_term("attributes", terms)
    if filters.price_min is not None or filters.price_max is not None:
        low = None if filters.price_min is None else keys_from(filters.price_min)
        high = None if filters.price_max is None else keys_from(filters.price_max + 1) - 1
        of_index = number_range(PRICE_FIELDS[query.currency], low, high)
        own = query.own
        found[(FacetName.PRICE, "")] = replaced(of_index, own, filters.price_min, filters.price_max) if own else of_index
    if query.only_sold:
        found[(None, "sold")] = sold_in(query.currency)
    if filters.in_stock is not None:
        found[(FacetName.STOCK, "")] = in_stock(query.there, wanted=filters.in_stock)
    return found


def in_stock(there: frozenset[str] | None, *, wanted: bool) -> Query:
    """By the index; `there`: by these products."""
    if there is None:
        return number_range("stock", int(wanted), int(wanted))
    known = of_products(there)
    return known if wanted else both((), never=[known])


def _inside(searcher: Searcher, query: SearchQuery) -> dict[Dimension, Query]:
    """What no facet leaves out."""
    parts = part_queries(searcher, query, query.within) if query.within else []
    hidden: dict[Dimension, Query] = {(None, "hidden"): both((), never=[any_product(query.hidden)])} if query.hidden else {}
    return {(None, f"within {number}"): part for number, part in enumerate(parts)} | hidden


def part_queries(searcher: Searcher, query: SearchQuery, part: Within) -> list[Query]:
    """What a product of a part of the shop must all be: the same for everybody, so by the prices of everybody."""
    whole = replace(
        query, filters=part.filters, currency=part.currency or query.currency, only_sold=False, within=None, hidden=(), own={}, there=None
    )
    found = list(filter_queries(searcher, whole).values())
    if part.published_since is not None:
        found.append(number_range("key_newest", keys_from(part.published_since), None))
    if part.ids is not None:
        found.append(any_product(part.ids))
    return found


def unseen_by(seer: Seer) -> Iterator[Query]:
    """What is for others."""
    for kind, own in ((GROUPS, sorted(seer.groups)), (CHANNELS, [seer.channel] if seer.channel else [])):
        theirs = audience(kind, own)[1:]
        yield both([any_term("audience", [kind])], never=[any_term("audience", theirs)] if theirs else [])


def either(queries: Iterable[Query]) -> Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Should, query) for query in queries])


def any_product(ids: Sequence[str]) -> Query:
    from tantivy import Query

    return Query.term_set_query(schema(), "id", [id_term(one) for one in dict.fromkeys(ids)])


def sold_in(currency: str) -> Query:
    from tantivy import Query

    return Query.exists_query(PRICE_FIELDS[currency])


def _in_ranges(searcher: Searcher, name: str, values: Sequence[str]) -> list[str]:
    """The terms of this attribute whose value lies in one of the wanted ranges. tantivy cannot hold a number field per attribute: ranges
    over its JSON fields panic on a segment without the path (0.27)."""
    ranges = ranges_of(values)
    if not ranges:
        return []
    start = attribute(name, "")
    known = (term for term, _ in searcher.terms_with_prefix("attributes", start, limit=_MOST_VALUES))
    return [term for term in known if any(one.holds(term.removeprefix(start)) for one in ranges)]


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
