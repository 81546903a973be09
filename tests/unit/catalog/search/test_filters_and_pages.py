"""B02: filters, facets and pages against a plain Python count over random catalogues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.catalog.search import ALL_FACETS, Filters, Position, PriceRange, ProductDocument, SearchIndex, SearchQuery, Sort
from functions.shared.plain.errors import Invalid, Unreadable
from tests.unit.catalog.search.samples import MORNING, Opener, ids, product

_BOUNDS = (1000, 2000, 5000)
_NASTY = ["红", 'bl"ue', "a AND b", "x\\", "*"]

_products = st.lists(
    st.builds(
        lambda number, **others: product(f"p{number}", **others),
        number=st.integers(0, 10**6),
        zh=st.sampled_from(["手机壳", "苹果手机壳", "连衣裙", "手机", "裙"]),
        brand_id=st.sampled_from([None, "b1", 'b"2', "b\\3"]),
        category_ids=st.sampled_from([(), ("c1",), ("c1", "c1a"), ("c1", "c1b"), ("c2", "c2:a")]),
        tags=st.sets(st.sampled_from(_NASTY), max_size=3).map(lambda tags: tuple(sorted(tags))),
        attributes=st.builds(
            lambda free, numbers: free | ({"width": numbers} if numbers else {}),
            st.dictionaries(st.sampled_from(["颜色", "si ze"]), st.sets(st.sampled_from(_NASTY), min_size=1).map(tuple), max_size=2),
            st.sets(st.sampled_from(["-3", "9.5", "10", "10.25", "200", "wide", "1..2"]), max_size=2).map(tuple),
        ),
        price_from=st.sampled_from([None, 0, 999, 1000, 1500, 2000, 5000, 10**12]),
        further_prices=st.dictionaries(st.sampled_from(["USD", "JPY", "KWD"]), st.sampled_from([0, 1000, 1501, 10**13]), max_size=2),
        in_stock=st.booleans(),
        sales=st.sampled_from([0, 0, 1, 5]),
        created_at=st.sampled_from([MORNING, MORNING + timedelta(milliseconds=1), MORNING + timedelta(days=1)]),
    ),
    max_size=30,
    unique_by=lambda document: document.id,
)
_some = st.lists(st.sampled_from(_NASTY), max_size=2, unique=True).map(tuple)
_filters = st.builds(
    Filters,
    categories=st.sampled_from([(), ("c1",), ("c1a",), ("c1b", "c2"), ("c2:a",)]),
    brands=st.sampled_from([(), ("b1",), ("b1", 'b"2'), ("b\\3",)]),
    tags=_some,
    attributes=st.one_of(
        st.dictionaries(st.sampled_from(["颜色", "si ze"]), _some, max_size=2),
        st.builds(lambda values: {"width": values}, st.sampled_from([("9.5..10",), ("..9.5", "200"), ("10.1..",), ("1..2",)])),
    ),
    price_min=st.sampled_from([None, 0, 1000]),
    price_max=st.sampled_from([None, 1500, 5000]),
    in_stock=st.sampled_from([None, True, False]),
)
_queries = st.builds(
    SearchQuery,
    text=st.sampled_from(["", "手机壳", "手机", "裙"]),
    filters=_filters,
    sort=st.sampled_from(Sort),
    limit=st.integers(1, 7),
    currency=st.sampled_from(["CNY", "CNY", "USD", "KWD", "EUR"]),
    only_sold=st.booleans(),
)
_random = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _matches(document: ProductDocument, query: SearchQuery, without: str = "") -> bool:
    wanted = query.filters
    checks = {
        "category": not wanted.categories or bool({*wanted.categories} & {*document.category_ids}),
        "brand": not wanted.brands or document.brand_id in wanted.brands,
        "tag": not wanted.tags or bool({*wanted.tags} & {*document.tags}),
        "price": _price_fits(document, query),
        "sold": query.currency in document.prices or not query.only_sold,
        "stock": wanted.in_stock in (None, document.in_stock),
    }
    for name, values in wanted.attributes.items():
        checks[f"attribute {name}"] = not values or any(_holds(value, own) for value in values for own in document.attributes.get(name, ()))
    return query.text in document.titles["zh"] and all(ok for name, ok in checks.items() if name != without)


def _price_fits(document: ProductDocument, query: SearchQuery) -> bool:
    wanted, price = query.filters, document.prices.get(query.currency)
    if wanted.price_min is None and wanted.price_max is None:
        return True
    return price is not None and (wanted.price_min or 0) <= price <= (10**13 if wanted.price_max is None else wanted.price_max)


def _holds(wanted: str, own: str) -> bool:
    if wanted == own:
        return True
    low, dots, high = wanted.partition("..")
    if not dots or not own.replace(".", "", 1).removeprefix("-").isdigit():
        return False
    return float(low or "-inf") <= float(own) <= float(high or "inf")


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values))


@_random
@given(documents=_products, query=_queries)
def test_facet_counts_equal_a_brute_force_count(opener: Opener, documents: list[ProductDocument], query: SearchQuery) -> None:
    """B02"""
    result = opener(documents).search(replace(query, facets=ALL_FACETS, price_bounds=_BOUNDS))
    if result.stage == "none":
        assert not any(query.text in document.titles["zh"] for document in documents)
        return

    def left(without: str) -> list[ProductDocument]:
        return [document for document in documents if _matches(document, query, without)]

    assert result.total == len(left(""))
    assert result.facets is not None
    assert result.facets.categories == _counts(c for d in left("category") for c in d.category_ids)
    assert result.facets.brands == _counts(d.brand_id for d in left("brand") if d.brand_id)
    assert result.facets.tags == _counts(tag for d in left("tag") for tag in d.tags)
    names = {name for document in documents for name in document.attributes}
    expected = {name: _counts(v for d in left(f"attribute {name}") for v in d.attributes.get(name, ())) for name in names}
    assert result.facets.attributes == {name: counts for name, counts in expected.items() if counts}
    prices = [d.prices[query.currency] for d in left("price") if query.currency in d.prices]
    edges = [(0, 1000), (1000, 2000), (2000, 5000), (5000, None)]
    assert result.facets.prices == [PriceRange(lo, hi, sum(lo <= p < (hi or 10**14) for p in prices)) for lo, hi in edges]
    stock = [d.in_stock for d in left("stock")]
    assert (result.facets.in_stock, result.facets.out_of_stock) == (stock.count(True), stock.count(False))


def _all_pages(indexes: Sequence[SearchIndex], query: SearchQuery) -> list[str]:
    """Every page; each asked from the next of `indexes`, its position through JSON as in a cursor."""
    seen: list[str] = []
    for number in range(100):
        result = indexes[number % len(indexes)].search(query)
        seen += [hit.id for hit in result.hits]
        if result.next is None:
            return seen
        assert len(result.hits) == query.limit
        query = replace(query, after=Position.from_json(result.next.to_json()))
    raise AssertionError("pages do not end")


@_random
@given(documents=_products, query=_queries)
def test_pages_show_every_product_once_and_in_order_also_when_the_index_is_swapped(
    opener: Opener, documents: list[ProductDocument], query: SearchQuery
) -> None:
    """B02"""
    other_order = sorted(documents, key=lambda document: document.id[::-1])
    seen = _all_pages([opener(documents), opener(other_order)], query)
    by_id = {document.id: document for document in documents}
    assert sorted(seen) == sorted(ident for ident, document in by_id.items() if _matches(document, query))
    sold = [by_id[ident] for ident in seen if query.currency in by_id[ident].prices]
    unsold = [by_id[ident] for ident in seen if query.currency not in by_id[ident].prices]
    assert [document.id for document in (*sold, *unsold)] == seen
    for part in (sold, unsold):
        values: dict[Sort, list[float]] = {
            Sort.NEWEST: [-document.created_at.timestamp() for document in part],
            Sort.PRICE_ASC: [document.prices.get(query.currency, 0) for document in part],
            Sort.PRICE_DESC: [-document.prices.get(query.currency, 0) for document in part],
            Sort.BEST_SELLING: [-document.sales for document in part],
        }
        assert values.get(query.sort, []) == sorted(values.get(query.sort, []))


@_random
@given(
    documents=_products,
    sort=st.sampled_from(Sort),
    gone=st.sets(st.integers(0, 30)),
    fresh=st.sets(st.integers(0, 30)),
    limit=st.integers(1, 5),
)
def test_every_product_that_stays_comes_once_while_others_come_and_go_between_pages(
    opener: Opener, documents: list[ProductDocument], sort: Sort, gone: set[int], fresh: set[int], limit: int
) -> None:
    """B02, X11"""
    leaving = {document.id for number, document in enumerate(documents) if number in gone}
    coming = {document.id for number, document in enumerate(documents) if number in fresh} - leaving
    before = opener([document for document in documents if document.id not in coming])
    after = opener([document for document in documents if document.id not in leaving])
    seen = _all_pages([before, *[after] * 99], SearchQuery(sort=sort, limit=limit))
    assert len(seen) == len(set(seen))
    assert {document.id for document in documents} - leaving - coming <= set(seen)


def test_products_with_equal_sort_keys_are_ordered_by_id(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.catalog.search.sort_keys._tie", lambda _: 7)
    documents = [product(f"p{number:03d}") for number in range(60)]
    indexes = [opener(documents), opener(documents[::-1])]
    for sort in Sort:
        assert _all_pages(indexes, SearchQuery(sort=sort, limit=7)) == [document.id for document in documents]


def test_a_product_that_leaves_between_two_pages_disturbs_no_other(opener: Opener) -> None:
    documents = [product(f"p{number:02d}", price_from=number) for number in range(10)]
    first = opener(documents).search(SearchQuery(sort=Sort.PRICE_ASC, limit=4))
    rest = opener(documents[:3] + documents[4:])
    assert ids(rest, sort=Sort.PRICE_ASC, limit=4, after=first.next) == ["p04", "p05", "p06", "p07"]


def test_a_later_page_keeps_the_reading_of_the_first(opener: Opener) -> None:
    """A product that matches better appears meanwhile: the list that was begun goes on."""
    documents = [product(f"p{number}", "蓝牙耳机", sales=number + 1) for number in range(4)]
    query = SearchQuery(text="蓝芽耳机", limit=2)
    first = opener(documents).search(query)
    second = opener([*documents, product("new", "蓝芽耳机", sales=100)]).search(replace(query, after=first.next))
    assert (first.stage, second.stage) == ("sound", "sound")
    assert [hit.id for hit in second.hits] == ["p1", "p0"]


@pytest.mark.parametrize("value", [[], "x", ["exact", 0, 1], ["exact", 0, 1 << 64, "a"], ["exact", -1, 1, "a"], ["exact", 999, 1, "a"], {}])
def test_broken_positions_are_refused(index: SearchIndex, value: object) -> None:
    with pytest.raises(Unreadable) as caught:
        Position.from_json(value)
    assert caught.value.code == "invalid_cursor"


@pytest.mark.parametrize("position", [Position("exact", 15, 0, "a"), Position("nonsense", 0, 0, "a")])
def test_positions_of_another_list_are_refused(index: SearchIndex, position: Position) -> None:
    with pytest.raises(Unreadable) as caught:
        index.search(SearchQuery(text="手机壳", after=position))
    assert caught.value.code == "invalid_cursor"


def test_every_parameter_out_of_bounds_is_named(index: SearchIndex) -> None:
    many = tuple(str(number) for number in range(51))
    with pytest.raises(Invalid) as caught:
        index.search(SearchQuery(filters=Filters(price_min=5, price_max=2, brands=many), limit=101))
    assert [fault.pointer for fault in caught.value.faults] == ["/price_min", "/brand", "/limit"]
    with pytest.raises(Invalid) as caught:
        index.search(SearchQuery(filters=Filters(price_min=-1)))
    assert [fault.code for fault in caught.value.faults] == ["negative"]
