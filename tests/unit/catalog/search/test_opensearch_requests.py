"""What is sent to OpenSearch; whether it answers as it should is shown by the contract tests with OPENSEARCH_TEST_URL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from opensearchpy.exceptions import ConnectionError as Unreachable

from functions.catalog.search import ALL_FACETS, FacetName, Filters, PriceRange, SearchQuery, Sort
from functions.catalog.search.opensearch.index import OpenSearchIndex
from functions.catalog.search.opensearch.requests import (
    document_body,
    facet_aggregations,
    filter_clauses,
    index_body,
    search_body,
    suggest_body,
)
from functions.catalog.search.opensearch.writer import OpenSearchWriter, batch_lines
from functions.catalog.search.plan import stages
from functions.catalog.search.port import Position, Within
from functions.shared.plain.errors import Unavailable, Unreadable
from tests.unit.catalog.search.samples import product

_FILTERS = Filters(brands=("b",), attributes={"颜色": ("红",), "尺码": ()}, price_min=5, in_stock=True)


class Cluster:
    """Answers what it was told to, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[Any] = []
        self.indices = self

    def _next(self, asked: Any) -> Any:
        self.asked.append(asked)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def search(self, *, index: str, body: Any, params: Any) -> Any:
        return self._next(body)

    def bulk(self, *, body: Any) -> Any:
        return self._next(body)

    def exists_alias(self, *, name: str) -> bool:
        return True

    def get(self, *, index: str) -> Any:
        return {"shop-1": {}, "shop-2": {}}


def _answer(*hits: tuple[str, list[Any]], total: int = 0, text: int = 0, **aggregations: Any) -> dict[str, Any]:
    found = [{"_source": {"cards": {"*": {"id": ident, "title": ident}}}, "sort": sort} for ident, sort in hits]
    return {"hits": {"hits": found, "total": {"value": total}}, "aggregations": {"text_hits": {"doc_count": text}, **aggregations}}


def test_a_document_has_exactly_the_mapped_fields() -> None:
    mapped = set(index_body()["mappings"]["properties"]) - {"deleted"}
    assert set(document_body(product("p", brand_id="b"))) == mapped


def test_tiers_become_constant_scores_and_the_page_goes_on_after_one() -> None:
    stage = next(iter(stages("手机壳")))
    query = SearchQuery(text="手机壳", limit=2, after=Position("exact", 1, 77, "p1"))
    body = search_body(query, stage)
    boosts = [tier["constant_score"]["boost"] for tier in body["query"]["bool"]["must"][0]["dis_max"]["queries"]]
    assert boosts == [float(boost) for boost in range(2 * len(stage.tiers), 0, -1)]
    assert body["sort"] == [{"_score": {"order": "desc"}}, {"key_rank": {"order": "desc"}}, {"id": {"order": "asc"}}]
    assert (body["search_after"], body["size"]) == ([boosts[1], 77, "p1"], 3)


def test_other_sorts_only_tell_what_is_sold_in_the_currency_from_what_is_not() -> None:
    """F-A23"""
    body = search_body(SearchQuery(sort=Sort.PRICE_ASC, after=Position("all", 0, 9, "p"), currency="USD"), None)
    sold = {"bool": {"filter": [{"match_all": {}}, {"exists": {"field": "prices.USD"}}]}}
    tiers = [tier["constant_score"] for tier in body["query"]["bool"]["must"][0]["dis_max"]["queries"]]
    assert tiers == [{"filter": sold, "boost": 2.0}, {"filter": {"match_all": {}}, "boost": 1.0}]
    price = {"prices.USD": {"order": "asc", "missing": 0, "unmapped_type": "long"}}
    assert body["sort"] == [{"_score": {"order": "desc"}}, price, {"id": {"order": "asc"}}]
    assert body["search_after"] == [2.0, 9, "p"]


def test_a_range_of_numbers_is_one_more_way_to_match_an_attribute() -> None:
    """F-C12"""
    clauses = filter_clauses(SearchQuery(filters=Filters(attributes={"screen.size": ("13..15.5",)})))
    terms = {"terms": {"attributes": ["screen.size\x1f13..15.5"]}}
    ranges = {"range": {"numbers.screen\x1fsize": {"gte": 13.0, "lte": 15.5}}}
    assert list(clauses.values()) == [{"bool": {"should": [terms, ranges], "minimum_should_match": 1}}]
    assert document_body(product("p", attributes={"screen.size": ("14.1", "big")}))["numbers"] == {"screen\x1fsize": [14.1]}


def test_each_facet_leaves_out_its_own_filter() -> None:
    query = SearchQuery(filters=_FILTERS, facets=frozenset({FacetName.BRAND, FacetName.ATTRIBUTE}))
    clauses = filter_clauses(query)
    brand, colour, price, stock = clauses.values()
    assert colour == {"terms": {"attributes": ["颜色\x1f红"]}}
    assert (price, stock) == ({"range": {"prices.CNY": {"gte": 5 << 14}}}, {"term": {"in_stock": True}})
    found = {name: aggregation["filter"]["bool"]["filter"] for name, aggregation in facet_aggregations(query, clauses).items()}
    assert found == {"attribute": [brand, colour, price, stock], "brand": [colour, price, stock], "attribute:颜色": [brand, price, stock]}
    assert search_body(query, None)["post_filter"] == {"bool": {"filter": [brand, colour, price, stock]}}


def test_what_is_typed_cannot_become_a_pattern() -> None:
    body = suggest_body('a.*"苹', 5)
    assert body["aggs"]["suggest"]["terms"]["include"] == 'a\\.\\*\\"苹.*'


def test_looser_readings_are_tried_until_the_text_alone_finds_something() -> None:
    cluster = Cluster(_answer(), _answer(text=3))
    result = OpenSearchIndex(cluster).search(SearchQuery(text="huawie", filters=_FILTERS))
    assert (result.stage, result.total, len(cluster.asked)) == ("stem", 0, 2)


def test_a_page_knows_where_it_ended() -> None:
    cluster = Cluster(_answer(("p1", [3.0, 70, "p1"]), ("p2", [1.0, 60, "p2"]), total=9, text=9))
    result = OpenSearchIndex(cluster).search(SearchQuery(text="手机壳", limit=1))
    assert ([hit.id for hit in result.hits], result.total, result.next) == (
        ["p1"],
        9,
        Position("exact", 2 * len(next(iter(stages("手机壳"))).tiers) - 3, 70, "p1"),
    )


def test_facets_are_read_from_aggregations() -> None:
    def values(*buckets: tuple[Any, int]) -> Any:
        return {"values": {"buckets": [{"key": key, "doc_count": count} for key, count in buckets]}}

    price = {"values": {"buckets": [{"from": 0.0, "to": 163840.0, "doc_count": 2}, {"from": 163840.0, "doc_count": 1}]}}
    known = {
        "category": values(("c", 3)),
        "brand": values(("b", 1), ("a", 1)),
        "tag": values(),
        "price": price,
        "stock": values((1, 2), (0, 1)),
    }
    known |= {
        "attribute": values(("颜色\x1f红", 1), ("尺码\x1fS", 2)),
        "attribute:颜色": values(("颜色\x1f红", 1), ("颜色\x1f蓝", 4), ("尺码\x1fS", 9)),
    }
    query = SearchQuery(filters=Filters(attributes={"颜色": ("红",)}), facets=ALL_FACETS, price_bounds=(10,))
    facets = OpenSearchIndex(Cluster(_answer(total=3, text=3, **known))).search(query).facets
    assert facets is not None
    assert (facets.categories, facets.brands, facets.tags) == ({"c": 3}, {"a": 1, "b": 1}, {})
    assert facets.attributes == {"尺码": {"S": 2}, "颜色": {"蓝": 4, "红": 1}}
    assert facets.prices == [PriceRange(0, 10, 2), PriceRange(10, None, 1)]
    assert (facets.in_stock, facets.out_of_stock) == (2, 1)


def test_a_position_of_another_list_is_refused_without_asking() -> None:
    cluster = Cluster()
    for position in (Position("nonsense", 0, 1, "p"), Position("exact", 15, 1, "p")):
        with pytest.raises(Unreadable):
            OpenSearchIndex(cluster).search(SearchQuery(text="手机壳", after=position))
    assert cluster.asked == []


def test_an_unreachable_cluster_is_said_to_be_unavailable() -> None:
    with pytest.raises(Unavailable):
        OpenSearchIndex(Cluster(Unreachable("N/A", "refused", OSError()))).search(SearchQuery())


def test_a_batch_goes_to_every_index_and_marks_what_is_deleted() -> None:
    cluster = Cluster({"items": []}, {"items": []})
    OpenSearchWriter(cluster, everything=list).apply([product("a", version=2), product("a", version=1)], ["b", "a"])
    assert [[line for line in lines if "index" in line or "deleted" in line] for lines in cluster.asked] == [
        [{"index": {"_index": name, "_id": "a"}}, {"index": {"_index": name, "_id": "b"}}, {"id": "b", "deleted": True}]
        for name in ("shop-1", "shop-2")
    ]


def test_a_product_that_is_not_taken_fails_the_batch() -> None:
    cluster = Cluster({"items": [{"index": {"status": 429}}]}, {"items": []})
    with pytest.raises(Unavailable):
        OpenSearchWriter(cluster, everything=list).apply([product("a")])


def test_lines_of_a_batch_come_in_pairs() -> None:
    assert len(list(batch_lines("i", [product("a")], ["b"]))) == 4


def test_a_range_of_days_is_one_of_texts_of_that_attribute() -> None:
    """X10: an open end stays within the attribute."""
    for value, low, high in (("2026-01-01..2026-01-31", "2026-01-01", "2026-01-31"), ("2026-01-01..", "2026-01-01", "9999~")):
        (clause,) = filter_clauses(SearchQuery(filters=Filters(attributes={"field.made": (value,)}))).values()
        wanted = {"range": {"attributes": {"gte": f"field.made\x1f{low}", "lte": f"field.made\x1f{high}"}}}
        assert clause["bool"]["should"][1] == wanted


def test_what_is_for_whoever_asks_stands_in_place_of_the_index() -> None:
    """X13, I11: own prices filter and count, and so does what is in stock in a channel; parts of the shop are the same for everybody."""
    query = SearchQuery(
        filters=Filters(price_min=500, price_max=1000, in_stock=True), own={"b": 900, "a": 1001}, there=frozenset({"y", "x"}),
        within=Within(Filters(price_max=700, in_stock=False)), price_bounds=(1000,), currency="CNY", facets=ALL_FACETS,
    )  # fmt: skip
    clauses = filter_clauses(query)
    others, mine = clauses[(FacetName.PRICE, "")]["bool"]["should"]
    assert others["bool"]["must_not"] == [{"terms": {"id": ["a", "b"]}}]
    assert mine == {"terms": {"id": ["b"]}}
    assert clauses[(FacetName.STOCK, "")] == {"terms": {"id": ["x", "y"]}}
    assert [list(clauses[(None, f"within {n}")]) for n in (0, 1)] == [["range"], ["term"]]
    asked = facet_aggregations(query, clauses)
    assert asked["stock"]["aggs"]["values"]["filters"]["filters"]["0"] == {"bool": {"must_not": [{"terms": {"id": ["x", "y"]}}]}}
    assert [one["bool"]["should"][1] for one in asked["price"]["aggs"]["values"]["filters"]["filters"].values()] == [
        {"terms": {"id": ["b"]}}, {"terms": {"id": ["a"]}},
    ]  # fmt: skip
    stock = {"values": {"buckets": {"1": {"doc_count": 2}, "0": {"doc_count": 5}}}}
    price = {"values": {"buckets": {"0": {"doc_count": 3}, "1000": {"doc_count": 4}}}}
    some = replace(query, facets=frozenset({FacetName.STOCK, FacetName.PRICE}))
    facets = OpenSearchIndex(Cluster(_answer(stock=stock, price=price))).search(some).facets
    assert facets is not None
    assert (facets.in_stock, facets.out_of_stock) == (2, 5)
    assert facets.prices == [PriceRange(0, 1000, 3), PriceRange(1000, None, 4)]
