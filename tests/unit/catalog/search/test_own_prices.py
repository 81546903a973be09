"""I11: prices of whoever asks, over those of the index, against an index in which they stand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog.search import ALL_FACETS, Filters, Position, ProductDocument, SearchIndex, SearchQuery, Sort
from tests.unit.catalog.search.samples import Opener, product

_AMOUNTS = (0, 999, 1000, 1500, 2000, 5000)
_products = st.lists(
    st.builds(
        lambda number, **others: product(f"p{number}", **others),
        number=st.integers(0, 10**6),
        zh=st.sampled_from(["手机壳", "连衣裙", "手机"]),
        price_from=st.sampled_from([None, *_AMOUNTS]),
        in_stock=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda document: document.id,
)
_queries = st.builds(
    SearchQuery,
    text=st.sampled_from(["", "手机"]),
    filters=st.builds(
        Filters,
        price_min=st.sampled_from([None, 0, 1000]),
        price_max=st.sampled_from([None, 1500, 5000]),
        in_stock=st.sampled_from([None, True]),
    ),
    sort=st.sampled_from(Sort),
    limit=st.integers(1, 7),
    only_sold=st.booleans(),
    facets=st.just(ALL_FACETS),
)


def _pages(index: SearchIndex, query: SearchQuery) -> list[object]:
    seen: list[object] = []
    for _ in range(100):
        result = index.search(query)
        seen += [result.total, result.stage, result.facets, [hit.id for hit in result.hits]]
        if result.next is None:
            return seen
        seen.append(result.next)
        query = replace(query, after=Position.from_json(result.next.to_json()))
    raise AssertionError("pages do not end")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(documents=_products, query=_queries, amounts=st.lists(st.sampled_from((None, *_AMOUNTS)), min_size=30, max_size=30))
def test_a_list_at_own_prices_is_that_of_an_index_which_holds_them(
    opener: Opener, documents: list[ProductDocument], query: SearchQuery, amounts: list[int | None]
) -> None:
    """I11: order, filter, counts and pages."""
    sold = [(document, amount) for document, amount in zip(documents, amounts, strict=False) if document.price_from is not None]
    own = {document.id: amount for document, amount in sold if amount is not None}
    written = [replace(document, price_from=own.get(document.id, document.price_from)) for document in documents]
    assert _pages(opener(documents), replace(query, own=own)) == _pages(opener(written), query)
