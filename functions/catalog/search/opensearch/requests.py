"""The bodies of OpenSearch requests: the same fields, stages, tiers, filters and facets as in tantivy. Pure.

Tokens are made by us and stored as keywords, so no analyzer plugin is needed and both engines find the same products.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from functions.catalog.search.document import ProductDocument
from functions.catalog.search.fields import CHANNELS, GROUPS, SEPARATOR, attribute, audience, index_fields
from functions.catalog.search.plan import All, AnyOf, AtLeast, Clause, Fuzzy, Prefix, Stage, Term
from functions.catalog.search.port import FacetName, SearchQuery, Seer, Sort, Within
from functions.catalog.search.rungs import ALL, Rung, rungs
from functions.catalog.search.sort_keys import keys_from
from functions.shared.plain.value_ranges import ValueRange, ranges_of

Body = dict[str, Any]
Dimension = tuple[FacetName | None, str]

ORDERS = {Sort.RELEVANCE: "key_rank", Sort.NEWEST: "key_newest", Sort.BEST_SELLING: "key_sales"}
MAX_VALUES = 10_000
_TOKENS = ("title", "names", "body", "pinyin", "exact")
_KEYWORDS = ("id", "suggest", "brand", "categories", "tags", "attributes", "audience")
_FIELDS = {FacetName.CATEGORY: "categories", FacetName.BRAND: "brand", FacetName.TAG: "tags", FacetName.ATTRIBUTE: "attributes"}
_RESERVED = re.compile(r"([^0-9a-z\u0080-\U0010ffff])")
# Every search also counts what decides whether its reading applies: the hits of the text (or of its gate), whatever the filters.
TEXT_HITS = "text_hits"


def index_body() -> Body:
    """Settings and mapping of a new index. `cards` is kept, not searched."""
    tokens = {name: {"type": "keyword", "doc_values": False} for name in _TOKENS}
    keywords = {name: {"type": "keyword"} for name in _KEYWORDS}
    numbers = {name: {"type": "long"} for name in ("key_rank", "key_newest", "key_sales")}
    maps = {name: {"type": "object", "dynamic": True} for name in ("prices", "numbers")}
    flags = {"in_stock": {"type": "boolean"}, "deleted": {"type": "boolean"}}
    fields: Body = {**tokens, **keywords, **numbers, **maps, **flags, "cards": {"type": "object", "enabled": False}}
    return {
        "settings": {"index": {"refresh_interval": "1s"}},
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["id", "cards"]},
            "properties": fields,
            "dynamic_templates": [
                {"prices": {"path_match": "prices.*", "mapping": {"type": "long"}}},
                {"numbers": {"path_match": "numbers.*", "mapping": {"type": "double"}}},
            ],
        },
    }


def document_body(document: ProductDocument) -> Body:
    fields = index_fields(document)
    body: Body = {name: sorted(getattr(fields, name)) for name in (*_TOKENS, "suggest", "categories", "tags", "attributes", "audience")}
    keys = {"key_rank": fields.keys.rank, "key_newest": fields.keys.newest, "key_sales": fields.keys.sales}
    return {
        **body,
        **keys,
        "id": fields.id,
        "brand": list(fields.brand),
        "prices": dict(fields.keys.prices),
        "numbers": {number_field(name): [float(number) for number in numbers] for name, numbers in fields.numbers.items()},
        "in_stock": fields.in_stock,
        "cards": fields.cards,
    }


def search_body(query: SearchQuery, stage: Stage | None) -> Body:
    """One page. The filters stand behind the aggregations (`post_filter`), so that each facet can leave out its own."""
    filters = filter_clauses(query)
    tiers = tiers_of(query, stage)
    gate = _gate(query, stage)
    body: Body = {
        "query": _ranked(tiers, query.seer),
        "size": query.limit + 1,
        "track_total_hits": True,
        "_source": ["cards"],
        "sort": [{"_score": {"order": "desc"}}, _order(query), {"id": {"order": "asc"}}],
        "aggs": {TEXT_HITS: {"filter": gate}, **facet_aggregations(query, filters)},
    }
    if filters:
        body["post_filter"] = _all(list(filters.values()))
    if query.after:
        body["search_after"] = [float(len(tiers) - query.after.tier), query.after.key, query.after.id]
    return body


def _gate(query: SearchQuery, stage: Stage | None) -> Body:
    """Pins are no hits of the text."""
    if stage is None or not stage.tiers or not (stage.gate or query.pins):
        return {"match_all": {}}
    return clause_body(stage.gate or stage.base)


def suggest_body(prefix: str, limit: int) -> Body:
    pattern = _RESERVED.sub(r"\\\1", prefix) + ".*"
    terms = {"field": "suggest", "include": pattern, "size": limit * 4}
    return {"size": 0, "query": {"prefix": {"suggest": prefix}}, "aggs": {"suggest": {"terms": terms}}}


def limited_body() -> Body:
    """Whether anything is for some only."""
    return {"size": 0, "query": {"terms": {"audience": [GROUPS, CHANNELS]}}, "terminate_after": 1}


def titles_body(clause: Clause, limit: int, seer: Seer | None = None) -> Body:
    order = [{"key_rank": {"order": "desc"}}, {"id": {"order": "asc"}}]
    return {"query": _ranked([clause_body(clause)], seer), "size": limit, "_source": ["cards"], "sort": order}


def filter_clauses(query: SearchQuery) -> dict[Dimension, Body]:
    filters = query.filters
    found: dict[Dimension, Body] = _inside(query)
    for name, values in ((FacetName.CATEGORY, filters.categories), (FacetName.BRAND, filters.brands), (FacetName.TAG, filters.tags)):
        if values:
            found[(name, "")] = {"terms": {_FIELDS[name]: list(values)}}
    for name_of, values in filters.attributes.items():
        if values:
            found[(FacetName.ATTRIBUTE, name_of)] = _attribute_clause(name_of, values)
    if filters.price_min is not None or filters.price_max is not None:
        beyond = None if filters.price_max is None else filters.price_max + 1
        found[(FacetName.PRICE, "")] = _priced(query, filters.price_min, beyond)
    if query.only_sold:
        found[(None, "sold")] = _sold(query)
    if filters.in_stock is not None:
        found[(FacetName.STOCK, "")] = _in_stock(query, wanted=filters.in_stock)
    return found


def _priced(query: SearchQuery, low: int | None, beyond: int | None) -> Body:
    """From `low` on and below `beyond`, by the price of whoever asks where they have their own."""
    bounds = {name: keys_from(end) for name, end in (("gte", low), ("lt", beyond)) if end is not None}
    of_index: Body = {"range": {price_field(query): bounds}}
    if not query.own:
        return of_index
    mine = sorted(one for one, amount in query.own.items() if amount >= (low or 0) and (beyond is None or amount < beyond))
    others: Body = {"bool": {"filter": [of_index], "must_not": [{"terms": {"id": sorted(query.own)}}]}}
    return {"bool": {"should": [others, {"terms": {"id": mine}}], "minimum_should_match": 1}}


def _in_stock(query: SearchQuery, *, wanted: bool) -> Body:
    if query.there is None:
        return {"term": {"in_stock": wanted}}
    known: Body = {"terms": {"id": sorted(query.there)}}
    return known if wanted else _none([known])


def _inside(query: SearchQuery) -> dict[Dimension, Body]:
    """What no facet leaves out."""
    parts = _part_clauses(query, query.within) if query.within else []
    hidden: dict[Dimension, Body] = {(None, "hidden"): _none([{"terms": {"id": list(query.hidden)}}])} if query.hidden else {}
    return {(None, f"within {number}"): part for number, part in enumerate(parts)} | hidden


def _part_clauses(query: SearchQuery, part: Within) -> list[Body]:
    """What a product of a part of the shop must all be."""
    whole = replace(
        query, filters=part.filters, currency=part.currency or query.currency, only_sold=False, within=None, hidden=(), own={}, there=None
    )
    found = list(filter_clauses(whole).values())
    if part.published_since is not None:
        found.append({"range": {"key_newest": {"gte": keys_from(part.published_since)}}})
    if part.ids is not None:
        found.append({"terms": {"id": list(part.ids)}})
    return found


def price_field(query: SearchQuery) -> str:
    return f"prices.{query.currency}"


def number_field(name: str) -> str:
    """A dot would be a level of its own."""
    return name.replace(".", SEPARATOR)


def _attribute_clause(name: str, values: Sequence[str]) -> Body:
    terms: Body = {"terms": {"attributes": [attribute(name, value) for value in values]}}
    ranges = [_range_clause(name, wanted) for wanted in ranges_of(values)]
    return {"bool": {"should": [terms, *ranges], "minimum_should_match": 1}} if ranges else terms


def _range_clause(name: str, wanted: ValueRange) -> Body:
    """Numbers have fields of their own. Days and times are texts that sort like what they name; an open end is the first or last of the
    year texts begin with."""
    if wanted.kind:
        low, high = attribute(name, str(wanted.low or "0")), attribute(name, str(wanted.high or "9999~"))
        return {"range": {"attributes": {"gte": low, "lte": high}}}
    ends = {"gte": wanted.low, "lte": wanted.high}
    return {"range": {f"numbers.{number_field(name)}": {key: float(end) for key, end in ends.items() if end is not None}}}


def _sold(query: SearchQuery) -> Body:
    return {"exists": {"field": price_field(query)}}


def tiers_of(query: SearchQuery, stage: Stage | None) -> list[Body]:
    """As in tantivy: the rungs of relevance, the best first."""
    return [_rung_body(query, rung) for rung in rungs(query, stage or ALL)]


def _rung_body(query: SearchQuery, rung: Rung) -> Body:
    must: list[Body] = [{"term": {"id": rung.pin}}] if rung.pin else [clause_body(rung.clause) if rung.clause else {"match_all": {}}]
    if rung.some is not None:
        parts = [_all(_part_clauses(query, one.part)) for one in rung.some]
        must.append({"bool": {"should": parts, "minimum_should_match": 1}})
    if rung.none:
        must.append(_none([_all(_part_clauses(query, one.part)) for one in rung.none]))
    if rung.sold:
        must.append(_sold(query))
    return must[0] if len(must) == 1 else _all(must)


def _order(query: SearchQuery) -> Body:
    """What has no price in the currency counts as 0 in its own tiers: those go by id."""
    if query.sort in (Sort.PRICE_ASC, Sort.PRICE_DESC):
        order = "asc" if query.sort is Sort.PRICE_ASC else "desc"
        return {price_field(query): {"order": order, "missing": 0, "unmapped_type": "long"}}
    return {ORDERS[query.sort]: {"order": "desc"}}


def facet_aggregations(query: SearchQuery, filters: Mapping[Dimension, Body]) -> Body:
    """One aggregation per facet, and one more per filtered attribute (named `attribute:<name>`)."""
    wanted: dict[str, tuple[FacetName, str]] = {name.value: (name, "") for name in sorted(query.facets)}
    if FacetName.ATTRIBUTE in query.facets:
        own = (attribute for name, attribute in filters if name is FacetName.ATTRIBUTE)
        wanted |= {f"attribute:{attribute}": (FacetName.ATTRIBUTE, attribute) for attribute in own}
    return {
        label: {
            "filter": _all([clause for other, clause in filters.items() if other != dimension]),
            "aggs": {"values": _aggregation(dimension[0], query)},
        }
        for label, dimension in wanted.items()
    }


def clause_body(clause: Clause) -> Body:
    match clause:
        case Term(field, text):
            return {"term": {field: text}}
        case Fuzzy(field, text, distance):
            return {"fuzzy": {field: {"value": text, "fuzziness": distance, "transpositions": True, "max_expansions": 50}}}
        case Prefix(field, text):
            return {"prefix": {field: text}}
        case All(parts):
            return _all([clause_body(part) for part in parts])
        case AnyOf(parts):
            return {"bool": {"should": [clause_body(part) for part in parts], "minimum_should_match": 1}}
        case AtLeast(parts, count):
            return {"bool": {"should": [clause_body(part) for part in parts], "minimum_should_match": count}}


def _ranked(tiers: Sequence[Body], seer: Seer | None) -> Body:
    """The score is the number of the best tier from behind, the same for every index, so that a page can go on after it."""
    count = len(tiers)
    scored = [{"constant_score": {"filter": tier, "boost": float(count - number)}} for number, tier in enumerate(tiers)]
    return {"bool": {"must": [{"dis_max": {"queries": scored}}], "must_not": [{"term": {"deleted": True}}, *_unseen_by(seer)]}}


def _unseen_by(seer: Seer | None) -> list[Body]:
    """What is for others; it stands in the query itself, so that nothing counts it."""
    if seer is None:
        return []
    unseen: list[Body] = []
    for kind, own in ((GROUPS, sorted(seer.groups)), (CHANNELS, [seer.channel] if seer.channel else [])):
        theirs = list(audience(kind, own)[1:])
        but: Body = {"must_not": [{"terms": {"audience": theirs}}]} if theirs else {}
        unseen.append({"bool": {"filter": [{"term": {"audience": kind}}], **but}})
    return unseen


def _aggregation(name: FacetName, query: SearchQuery) -> Body:
    if name is FacetName.PRICE and query.own:
        bounds = pairwise((0, *query.price_bounds, None))
        return {"filters": {"filters": {str(low): _priced(query, low, high) for low, high in bounds}}}
    if name is FacetName.PRICE:
        edges: tuple[int | None, ...] = (0, *(keys_from(bound) for bound in query.price_bounds), None)
        ranges = [{"from": low} | ({} if high is None else {"to": high}) for low, high in pairwise(edges)]
        return {"range": {"field": price_field(query), "ranges": ranges}}
    if name is FacetName.STOCK and query.there is not None:
        return {"filters": {"filters": {str(int(wanted)): _in_stock(query, wanted=wanted) for wanted in (True, False)}}}
    if name is FacetName.STOCK:
        return {"terms": {"field": "in_stock", "size": 2}}
    return {"terms": {"field": _FIELDS[name], "size": MAX_VALUES}}


def _none(clauses: list[Body]) -> Body:
    return {"bool": {"must_not": clauses}}


def _all(clauses: list[Body]) -> Body:
    return {"bool": {"filter": clauses}} if clauses else {"match_all": {}}
