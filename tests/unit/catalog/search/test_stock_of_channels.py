"""X13: what is in stock for whoever asks, over that of the index, against an index in which it stands."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog.search import ALL_FACETS, Filters, ProductDocument, SearchQuery, Sort
from tests.unit.catalog.search.samples import Opener, product
from tests.unit.catalog.search.test_own_prices import _pages

_products = st.lists(
    st.builds(
        lambda number, **others: product(f"p{number}", **others),
        number=st.integers(0, 10**6),
        zh=st.sampled_from(["手机壳", "连衣裙", "手机"]),
        price_from=st.sampled_from([999, 1500]),
        in_stock=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda document: document.id,
)
_queries = st.builds(
    SearchQuery,
    text=st.sampled_from(["", "手机"]),
    filters=st.builds(Filters, price_min=st.sampled_from([None, 1000]), in_stock=st.sampled_from([None, True, False])),
    sort=st.sampled_from([Sort.NEWEST, Sort.PRICE_ASC, Sort.BEST_SELLING]),
    limit=st.integers(1, 7),
    facets=st.sampled_from([frozenset(), ALL_FACETS]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents=_products, query=_queries, lots=st.lists(st.booleans(), min_size=30, max_size=30))
def test_a_list_by_the_stock_of_a_channel_is_that_of_an_index_which_holds_it(
    opener: Opener, documents: list[ProductDocument], query: SearchQuery, lots: list[bool]
) -> None:
    """X13: filter, counts and pages; relevance puts first what is in stock for everybody, so it is not compared."""
    there = frozenset(document.id for document, lot in zip(documents, lots, strict=False) if lot)
    written = [replace(document, in_stock=document.id in there) for document in documents]
    assert _pages(opener(documents), replace(query, there=there)) == _pages(opener(written), query)
