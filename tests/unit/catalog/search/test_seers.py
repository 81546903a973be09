"""What is for some only does not exist for others: not found, not counted, not completed, and no reading of words is chosen for it."""

from __future__ import annotations

import pytest

from functions.catalog.search import ALL_FACETS, Filters, SearchIndex, SearchQuery, Seer, Within
from functions.catalog.search.opensearch.requests import document_body, search_body
from tests.unit.catalog.search.samples import Opener, ids, product

GOLD, TRADE, NOBODY = Seer(frozenset({"level:gold"}), "web"), Seer(frozenset({"trade"}), "app"), Seer()


@pytest.fixture(scope="module")
def index(opener: Opener) -> SearchIndex:
    named = {"brand_id": "acme", "brand_names": {"en": "Acme"}, "category_ids": ("mugs",)}
    return opener(
        [
            product("open", "马克杯", "Blue mug", **named),
            product("gold", "金色马克杯", "Golden mug", visible_to=("level:gold",), **named),
            product("trade", "批发杯", "Trade zanzibar", visible_to=("trade", "level:gold"), channels=("app",)),
            product("app", "应用杯", "App mug", channels=("app",), brand_id="appish", brand_names={"en": "Appish"}),
        ]
    )


@pytest.mark.parametrize(
    ("seer", "seen"),
    [
        (NOBODY, ["open"]),
        (Seer(channel="web"), ["open"]),
        (GOLD, ["gold", "open"]),
        (TRADE, ["app", "open", "trade"]),
        (Seer(frozenset({"level:gold"}), "app"), ["app", "gold", "open", "trade"]),
        (Seer(channel="app"), ["app", "open"]),
        (None, ["app", "gold", "open", "trade"]),
    ],
)
def test_each_sees_what_is_for_them(index: SearchIndex, seer: Seer | None, seen: list[str]) -> None:
    """I11, X13: in lists, parts of the shop, pages and totals."""
    assert sorted(ids(index, seer=seer)) == seen
    assert sorted(ids(index, within=Within(ids=("open", "gold", "trade", "app")), seer=seer)) == seen
    assert index.search(SearchQuery(seer=seer, limit=1)).total == len(seen)
    assert sorted(ids(index, "mug", seer=seer)) == [one for one in seen if one != "trade"]


def test_words_that_only_others_find_find_nothing(index: SearchIndex) -> None:
    """I11: the answer is that to a word which stands nowhere, and a pin shows nothing to others either."""
    for query in (SearchQuery("zanzibar"), SearchQuery("zanzibar", filters=Filters(brands=("acme",))), SearchQuery("zzqqvv")):
        found = index.search(query)
        assert (found.stage, found.total, list(found.hits)) == ("none", 0, [])
    assert index.search(SearchQuery("zanzibar", pins=("gold",))).total == 0
    assert ids(index, "zanzibar", seer=TRADE) == ["trade"]
    assert ids(index, "mug", pins=("gold",), seer=GOLD)[0] == "gold"


def test_nothing_is_counted_or_completed_for_others(index: SearchIndex) -> None:
    """I11: also after a member has asked the same; names of brands that have nothing for everybody are not told."""
    for seer, count in ((GOLD, 2), (NOBODY, 1), (GOLD, 2), (None, 2)):
        facets = index.search(SearchQuery(facets=ALL_FACETS, seer=seer)).facets
        assert facets
        assert facets.brands is not None
        assert (facets.brands["acme"], "appish" in facets.brands) == (count, seer is None)
    assert [one.count for one in index.suggest("acme")] == [1]
    assert index.suggest("appish") == []
    assert [one.text for one in index.titles("golden", ("en",))] == []
    assert [one.text for one in index.titles("golden", ("en",), seer=GOLD)] == ["Golden mug"]


def test_a_shop_that_shows_everything_is_asked_nothing_more(opener: Opener, index: SearchIndex) -> None:
    """I11"""
    assert index.tells_apart()
    assert not opener([product("open")]).tells_apart()


def test_facets_of_one_part_are_not_those_of_another(index: SearchIndex) -> None:
    """X53: what was counted within a part is not told of the whole shop, or of another part."""
    for ids_within, count in ((("open",), 1), (("open", "gold"), 2), (("app",), None)):
        facets = index.search(SearchQuery(within=Within(ids=ids_within), facets=ALL_FACETS, seer=None)).facets
        assert facets
        assert facets.brands is not None
        assert facets.brands.get("acme") == count


def test_opensearch_leaves_others_out_of_the_query_itself() -> None:
    """I11: not by a filter behind the counts."""
    assert document_body(product("a", visible_to=("b",), channels=("c",)))["audience"] == [
        "channels",
        "channels\x1fc",
        "groups",
        "groups\x1fb",
    ]
    never = search_body(SearchQuery(seer=TRADE), None)["query"]["bool"]["must_not"]
    own = [{"bool": {"filter": [{"term": {"audience": kind}}], "must_not": [{"terms": {"audience": [f"{kind}\x1f{name}"]}}]}}
           for kind, name in (("groups", "trade"), ("channels", "app"))]  # fmt: skip
    assert never == [{"term": {"deleted": True}}, *own]
    assert search_body(SearchQuery(seer=None), None)["query"]["bool"]["must_not"] == [{"term": {"deleted": True}}]
