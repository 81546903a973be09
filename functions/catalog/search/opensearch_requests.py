"""The bodies of OpenSearch requests: the same fields, stages, tiers, filters and facets as in tantivy. Pure.

Tokens are made by us and stored as keywords, so no analyzer plugin is needed and both engines find the same products.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.fields import attribute, index_fields
from functions.catalog.search.plan import All, AnyOf, AtLeast, Clause, Fuzzy, Stage, Term
from functions.catalog.search.port import FacetName, Filters, SearchQuery, Sort

Body = dict[str, Any]
Dimension = tuple[FacetName, str]

ORDERS = {
    Sort.RELEVANCE: ("key_rank", "desc"),
    Sort.NEWEST: ("key_newest", "desc"),
    Sort.PRICE_ASC: ("key_price", "asc"),
    Sort.PRICE_DESC: ("key_price", "desc"),
    Sort.BEST_SELLING: ("key_sales", "desc"),
}
MAX_VALUES = 10_000
_TOKENS = ("title", "names", "body", "pinyin", "exact")
_KEYWORDS = ("id", "suggest", "brand", "categories", "tags", "attributes")
_FIELDS = {FacetName.CATEGORY: "categories", FacetName.BRAND: "brand", FacetName.TAG: "tags", FacetName.ATTRIBUTE: "attributes"}
_RESERVED = re.compile(r"([^0-9a-z\u0080-\U0010ffff])")
# Every search also counts what decides whether its reading applies: the hits of the text (or of its gate), whatever the filters.
TEXT_HITS = "text_hits"


def index_body() -> Body:
    """Settings and mapping of a new index. `cards` is kept, not searched."""
    tokens = {name: {"type": "keyword", "doc_values": False} for name in _TOKENS}
    keywords = {name: {"type": "keyword"} for name in _KEYWORDS}
    numbers = {name: {"type": "long"} for name in ("price", "key_rank", "key_newest", "key_price", "key_sales")}
    flags = {"in_stock": {"type": "boolean"}, "deleted": {"type": "boolean"}}
    fields: Body = {**tokens, **keywords, **numbers, **flags, "cards": {"type": "object", "enabled": False}}
    return {
        "settings": {"index": {"refresh_interval": "1s"}},
        "mappings": {"dynamic": "strict", "_source": {"includes": ["id", "cards"]}, "properties": fields},
    }


def document_body(document: ProductDocument) -> Body:
    fields = index_fields(document)
    body: Body = {name: sorted(getattr(fields, name)) for name in (*_TOKENS, "suggest", "categories", "tags", "attributes")}
    keys = {"key_rank": fields.keys.rank, "key_newest": fields.keys.newest, "key_price": fields.keys.price, "key_sales": fields.keys.sales}
    return {
        **body,
        **keys,
        "id": fields.id,
        "brand": list(fields.brand),
        "price": fields.price,
        "in_stock": fields.in_stock,
        "cards": fields.cards,
    }


def search_body(query: SearchQuery, stage: Stage | None) -> Body:
    """One page. The filters stand behind the aggregations (`post_filter`), so that each facet can leave out its own."""
    filters = filter_clauses(query.filters)
    key, order = ORDERS[query.sort]
    ranked = stage is not None and query.sort is Sort.RELEVANCE
    sort: list[Body] = [{key: {"order": order}}, {"id": {"order": "asc"}}]
    gate = clause_body(stage.gate) if stage and stage.gate else {"match_all": {}}
    body: Body = {
        "query": _text_query(stage, ranked=ranked),
        "size": query.limit + 1,
        "track_total_hits": True,
        "_source": ["cards"],
        "sort": [{"_score": {"order": "desc"}}, *sort] if ranked else sort,
        "aggs": {TEXT_HITS: {"filter": gate}, **facet_aggregations(query, filters)},
    }
    if filters:
        body["post_filter"] = _all(list(filters.values()))
    if query.after:
        tiers = len(stage.tiers) if stage else 0
        position: list[Any] = [query.after.key, query.after.id]
        body["search_after"] = [float(tiers - query.after.tier), *position] if ranked else position
    return body


def suggest_body(prefix: str, limit: int) -> Body:
    pattern = _RESERVED.sub(r"\\\1", prefix) + ".*"
    terms = {"field": "suggest", "include": pattern, "size": limit * 4}
    return {"size": 0, "query": {"prefix": {"suggest": prefix}}, "aggs": {"suggest": {"terms": terms}}}


def filter_clauses(filters: Filters) -> dict[Dimension, Body]:
    found: dict[Dimension, Body] = {}
    for name, values in ((FacetName.CATEGORY, filters.categories), (FacetName.BRAND, filters.brands), (FacetName.TAG, filters.tags)):
        if values:
            found[(name, "")] = {"terms": {_FIELDS[name]: list(values)}}
    for name_of, values in filters.attributes.items():
        if values:
            found[(FacetName.ATTRIBUTE, name_of)] = {"terms": {"attributes": [attribute(name_of, value) for value in values]}}
    bounds = {"gte": filters.price_min, "lte": filters.price_max}
    if set(bounds.values()) != {None}:
        found[(FacetName.PRICE, "")] = {"range": {"price": {key: value for key, value in bounds.items() if value is not None}}}
    if filters.in_stock is not None:
        found[(FacetName.STOCK, "")] = {"term": {"in_stock": filters.in_stock}}
    return found


def facet_aggregations(query: SearchQuery, filters: Mapping[Dimension, Body]) -> Body:
    """One aggregation per facet, and one more per filtered attribute (named `attribute:<name>`)."""
    wanted: dict[str, Dimension] = {name.value: (name, "") for name in sorted(query.facets)}
    if FacetName.ATTRIBUTE in query.facets:
        wanted |= {f"attribute:{attribute}": (name, attribute) for name, attribute in filters if name is FacetName.ATTRIBUTE}
    return {
        label: {
            "filter": _all([clause for other, clause in filters.items() if other != dimension]),
            "aggs": {"values": _aggregation(dimension[0], query.price_bounds)},
        }
        for label, dimension in wanted.items()
    }


def clause_body(clause: Clause) -> Body:
    match clause:
        case Term(field, text):
            return {"term": {field: text}}
        case Fuzzy(field, text, distance):
            return {"fuzzy": {field: {"value": text, "fuzziness": distance, "transpositions": True, "max_expansions": 50}}}
        case All(parts):
            return _all([clause_body(part) for part in parts])
        case AnyOf(parts):
            return {"bool": {"should": [clause_body(part) for part in parts], "minimum_should_match": 1}}
        case AtLeast(parts, count):
            return {"bool": {"should": [clause_body(part) for part in parts], "minimum_should_match": count}}


def _text_query(stage: Stage | None, *, ranked: bool) -> Body:
    """Ranked: the score is the number of the best tier from behind, the same for every index, so that a page can go on after it."""
    if stage is None:
        return _live({"match_all": {}})
    if not ranked:
        return _live(clause_body(stage.base))
    count = len(stage.tiers)
    tiers = [{"constant_score": {"filter": clause_body(tier), "boost": float(count - number)}} for number, tier in enumerate(stage.tiers)]
    return {"bool": {"must": [{"dis_max": {"queries": tiers}}], "must_not": [{"term": {"deleted": True}}]}}


def _live(clause: Body) -> Body:
    return {"bool": {"filter": [clause], "must_not": [{"term": {"deleted": True}}]}}


def _aggregation(name: FacetName, bounds: tuple[int, ...]) -> Body:
    if name is FacetName.PRICE:
        edges: tuple[int | None, ...] = (0, *bounds, None)
        ranges = [{"from": low} | ({} if high is None else {"to": high}) for low, high in pairwise(edges)]
        return {"range": {"field": "price", "ranges": ranges}}
    if name is FacetName.STOCK:
        return {"terms": {"field": "in_stock", "size": 2}}
    return {"terms": {"field": _FIELDS[name], "size": MAX_VALUES}}


def _all(clauses: list[Body]) -> Body:
    return {"bool": {"filter": clauses}} if clauses else {"match_all": {}}
