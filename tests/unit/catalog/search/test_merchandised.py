"""What staff say of a search, in the order of its hits: against what a plain list would say."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog.search import ALL_FACETS, Boost, Filters, SearchIndex, SearchQuery, Sort, Within, ladder, rank_of
from functions.catalog.search.opensearch.requests import search_body
from functions.catalog.search.rungs import PINNED
from tests.unit.catalog.search.samples import Opener, ids, product

APPLE, HUAWEI = Within(Filters(brands=("apple",))), Within(Filters(brands=("huawei",)))


def test_a_text_that_means_the_same_counts_as_much(index: SearchIndex) -> None:
    """X52"""
    assert ids(index, "speaker", also=("蓝牙耳机",)) == ["buds"]
    assert index.search(SearchQuery("speaker", also=("蓝牙耳机",))).stage == "exact"
    assert set(ids(index, "手机壳", also=("蓝牙耳机",))) == {"case", "buds"}


def test_pins_come_first_in_their_order_and_the_rest_follows(index: SearchIndex) -> None:
    """X52: one that does not match, one that does, and one that is not on sale."""
    pins = ("laptop", "gone", "case")
    assert ids(index, "手机", pins=pins)[:2] == ["laptop", "case"]
    found = index.search(SearchQuery("手机壳", pins=("laptop",), facets=ALL_FACETS))
    assert ([hit.id for hit in found.hits], found.total) == (["laptop", "case"], 2)
    assert found.facets is not None
    assert found.facets.in_stock == 2
    assert ids(index, "zzqqvv", pins=pins) == ["laptop", "case"]
    assert index.search(SearchQuery("zzqqvv", pins=("gone",))).stage == "none"
    assert ids(index, "手机壳", pins=("laptop",), filters=Filters(brands=("apple",))) == ["case"]
    assert ids(index, "手机壳", pins=("laptop",), hidden=("laptop", "case")) == []


def test_boosts_order_what_matches_as_well(index: SearchIndex) -> None:
    """X52: before and after, never over a better match; other sorts know nothing of them."""
    query = SearchQuery("新品")
    plain = [hit.id for hit in index.search(query).hits]
    assert sorted(plain) == ["buds", "case"]
    for boosts, first in (((Boost(HUAWEI, 1),), "buds"), ((Boost(APPLE, 1),), "case"), ((Boost(APPLE, -1),), "buds")):
        assert ids(index, "新品", boosts=boosts)[0] == first
    assert ids(index, "新品", boosts=(Boost(APPLE, 1), Boost(HUAWEI, 3)))[0] == "buds"
    assert ids(index, "新品", boosts=(Boost(APPLE, 3),), sort=Sort.NEWEST) == ["buds", "case"]


def test_a_hit_says_why_it_stands_there(index: SearchIndex) -> None:
    """X52"""
    query = SearchQuery("手机壳", pins=("laptop",), boosts=(Boost(APPLE, 2),))
    answer = index.search(query)
    steps = ladder(query, answer.stage)
    places = [hit.position for hit in answer.hits if hit.position]
    said = [(steps[place.tier].name, steps[place.tier].weight, rank_of(place.key)["in_stock"]) for place in places]
    assert said == [("pinned", 0, True), ("together", 2, True)]
    assert rank_of(places[1].key)["sales"] == 35


def test_both_engines_climb_the_same_ladder() -> None:
    """X52"""
    query = SearchQuery("手机", pins=("a", "b"), hidden=("c",), boosts=(Boost(APPLE, 1), Boost(HUAWEI, -1)), currency="CNY")
    body = search_body(query, PINNED)
    rungs = body["query"]["bool"]["must"][0]["dis_max"]["queries"]
    assert len(rungs) == len(ladder(query, "pinned")) == 4
    assert rungs[0]["constant_score"]["filter"]["bool"]["filter"][0] == {"term": {"id": "a"}}
    assert body["post_filter"] == {"bool": {"filter": [{"bool": {"must_not": [{"terms": {"id": ["c"]}}]}}]}}


_shop = st.lists(
    st.tuples(st.sampled_from(["apple", "huawei", None]), st.sampled_from(["杯 红", "杯", "碗"]), st.sampled_from([0, 5, 50])), max_size=14
)


@pytest.mark.parametrize("opener", ["tantivy"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_shop, pins=st.permutations(["p0", "p1", "p9"]), hidden=st.sampled_from([(), ("p0",), ("p2", "p3")]), limit=st.integers(1, 5))
def test_pages_show_everything_once_in_the_order_of_a_plain_list(
    opener: Opener, rows: list[tuple[str | None, str, int]], pins: list[str], hidden: tuple[str, ...], limit: int
) -> None:
    """X52: random shops, pins, hidden ones and boosts."""
    documents = [product(f"p{n}", title, brand_id=brand, sales=sales) for n, (brand, title, sales) in enumerate(rows)]
    index = opener(documents)
    query = SearchQuery("杯", pins=tuple(pins), hidden=hidden, boosts=(Boost(APPLE, 2), Boost(HUAWEI, -1)), limit=limit)
    there = {one.id: one for one in documents if one.id not in hidden}
    levels = {"apple": 2, "huawei": -1, None: 0}
    matching = [one for one in there.values() if "杯" in one.titles["zh"] and one.id not in pins]
    plain = ids(index, "杯", hidden=tuple(hidden) + tuple(pins), limit=100)
    rest = sorted(matching, key=lambda one: (-levels[one.brand_id], plain.index(one.id)))
    wanted = [*(one for one in pins if one in there), *(one.id for one in rest)]
    seen, after = list[str](), None
    for _ in range(20):
        page = index.search(SearchQuery(**vars(query) | {"after": after}))
        assert page.total == len(wanted)
        seen += [hit.id for hit in page.hits]
        after = page.next
        if after is None:
            break
    assert seen == wanted
