"""A part of the shop is searched: against a plain look at every product."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog.search import ALL_FACETS, Filters, ProductDocument, SearchIndex, SearchQuery, Sort, Within
from functions.catalog.search.opensearch.requests import filter_clauses
from tests.unit.catalog.search.samples import MORNING, ids, product

_SINCE = int((MORNING + timedelta(days=1)).timestamp() * 1000)


def test_a_part_is_what_passes_its_rule_and_the_readers_filters_within_it(index: SearchIndex) -> None:
    """X53"""
    phones = Within(Filters(categories=("phones",)))
    assert sorted(ids(index, within=phones)) == ["buds", "case"]
    assert ids(index, within=phones, filters=Filters(brands=("apple",))) == ["case"]
    assert ids(index, within=phones, filters=Filters(categories=("women",))) == []
    assert ids(index, "手机壳", within=phones) == ["case"]
    assert ids(index, within=Within(Filters(price_max=6000), "CNY"), currency="USD") == ["case"]


def test_new_is_what_came_out_since(index: SearchIndex) -> None:
    """X53"""
    assert ids(index, within=Within(published_since=_SINCE), sort=Sort.NEWEST) == ["buds", "dress"]
    assert ids(index, within=Within(published_since=_SINCE + 1), sort=Sort.NEWEST) == ["buds"]


def test_a_list_by_hand_holds_what_it_names(index: SearchIndex) -> None:
    """X53"""
    assert sorted(ids(index, within=Within(ids=("shoes", "case", "gone", "case")))) == ["case", "shoes"]
    assert ids(index, within=Within(ids=())) == []
    assert index.search(SearchQuery(within=Within(ids=()), facets=ALL_FACETS)).total == 0


def test_facets_count_within_the_part(index: SearchIndex) -> None:
    """X53: the part is no filter that a facet leaves out."""
    facets = index.search(SearchQuery(within=Within(Filters(categories=("phones",))), facets=ALL_FACETS)).facets
    assert facets is not None
    assert facets.categories == {"phones": 2, "audio": 1, "cases": 1}


def test_both_engines_are_asked_the_same() -> None:
    """X53"""
    clauses = filter_clauses(SearchQuery(within=Within(Filters(tags=("new",)), published_since=_SINCE, ids=("p",)), currency="CNY"))
    tagged, since, named = clauses.values()
    assert (tagged, named) == ({"terms": {"tags": ["new"]}}, {"terms": {"id": ["p"]}})
    assert list(since["range"]) == ["key_newest"]
    assert {name for name, _ in clauses} == {None}


_products = st.lists(
    st.builds(
        lambda number, **others: product(f"p{number}", **others),
        number=st.integers(0, 60),
        brand_id=st.sampled_from([None, "b1", "b2"]),
        tags=st.sets(st.sampled_from(["红", "*", "🎁"])).map(tuple),
        price_from=st.sampled_from([None, 0, 1000, 5000]),
        in_stock=st.booleans(),
        created_at=st.sampled_from([MORNING, MORNING + timedelta(days=1), MORNING + timedelta(days=2)]),
    ),
    max_size=25,
    unique_by=lambda one: one.id,
)
_filters = st.builds(
    Filters,
    brands=st.sampled_from([(), ("b1",), ("b1", "b2")]),
    tags=st.sampled_from([(), ("红",), ("🎁", "*")]),
    price_min=st.sampled_from([None, 0, 1000]),
    in_stock=st.sampled_from([None, True, False]),
)
_within = st.builds(
    Within, _filters, published_since=st.sampled_from([None, _SINCE]), ids=st.one_of(st.none(), st.just(("p1", "p2", "p3", "p4", "p5")))
)


def _passes(one: ProductDocument, filters: Filters) -> bool:
    return (
        (not filters.brands or one.brand_id in filters.brands)
        and (not filters.tags or bool(set(filters.tags) & set(one.tags)))
        and (filters.price_min is None or (one.price_from is not None and one.price_from >= filters.price_min))
        and (filters.in_stock is None or one.in_stock == filters.in_stock)
    )


@pytest.mark.parametrize("opener", ["tantivy"], indirect=True)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(documents=_products, within=_within, filters=_filters)
def test_any_part_of_any_shop(opener: object, documents: list[ProductDocument], within: Within, filters: Filters) -> None:
    """X53"""
    index: SearchIndex = opener(documents)  # type: ignore[operator]
    wanted = {
        one.id
        for one in documents
        if _passes(one, within.filters)
        and _passes(one, filters)
        and (within.published_since is None or one.created_at.timestamp() * 1000 >= within.published_since)
        and (within.ids is None or one.id in within.ids)
    }
    found = index.search(SearchQuery(within=within, filters=filters, sort=Sort.NEWEST, limit=100))
    assert ({hit.id for hit in found.hits}, found.total) == (wanted, len(wanted))
