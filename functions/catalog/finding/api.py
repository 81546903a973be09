"""Finding products: lists, search, suggestions, and what is searched for. Answered from the search index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from functions.catalog.finding.browse_products import Asked, browse, browse_brand, browse_category, tells_apart
from functions.catalog.finding.complete_search import suggest
from functions.catalog.finding.schemas import (
    FoundPage,
    ListQuery,
    PopularWord,
    PopularWords,
    SearchInput,
    SuggestInput,
    Suggestions,
    TrendingQuery,
)
from functions.catalog.finding.searched_words import TRENDING_DAYS, tally_of
from functions.catalog.products.buyer import Buyer
from functions.catalog.search.tally import top
from functions.pricing import answered
from functions.promotions import shopper_of
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.plain.errors import MOVED
from functions.shared.plain.value_ranges import RANGE_REVERSED, RANGE_UNREADABLE

search_api = Api("catalog")

# As in api.py: what is listed may be 2 s old, caches in between get one of them.
_LIVE = "public, max-age=1, stale-while-revalidate=5"
_NOT_FOUND = [(404, "not_found")]
_UNREADABLE = [(422, RANGE_UNREADABLE), (422, RANGE_REVERSED)]
SEARCH_ERRORS = [(400, "invalid_cursor"), (422, "unknown_field"), (422, "invalid_field"), *_UNREADABLE, (503, "search_not_ready")]


def _answered(req: Request[Any, Any], view: BaseModel) -> Reply:
    return answered(req, view, tells_apart=tells_apart())


def _asked(req: Request[Any, ListQuery]) -> Asked:
    return Asked(limit=req.query.limit, cursor=req.query.cursor, buyer=Buyer.of(req.query).asking(shopper_of(req.caller)))


@search_api.operation(
    "GET",
    "/v1/products",
    summary="List and search products",
    query=SearchInput,
    query_maps=("attr", "field"),
    response=FoundPage,
    errors=SEARCH_ERRORS,
    cache=_LIVE,
)
def get_products(req: Request[Any, SearchInput]) -> Reply:
    asked = replace(Asked.of(req.query), buyer=Buyer.of(req.query).asking(shopper_of(req.caller)))
    return _answered(req, browse(asked, req.languages))


@search_api.operation(
    "GET",
    "/v1/search",
    summary="Search products; the same as GET /v1/products",
    query=SearchInput,
    query_maps=("attr", "field"),
    response=FoundPage,
    errors=SEARCH_ERRORS,
    cache=_LIVE,
)
def get_search(req: Request[Any, SearchInput]) -> Reply:
    asked = replace(Asked.of(req.query), buyer=Buyer.of(req.query).asking(shopper_of(req.caller)))
    return _answered(req, browse(asked, req.languages))


@search_api.operation(
    "GET",
    "/v1/products/suggest",
    summary="Complete what is typed into a search field",
    query=SuggestInput,
    response=Suggestions,
    cache=_LIVE,
)
def get_suggestions(req: Request[Any, SuggestInput]) -> Reply:
    return _answered(req, Suggestions(data=suggest(req.query.q, req.query.limit, req.languages, shopper_of(req.caller))))


@search_api.operation(
    "GET",
    "/v1/categories/{id}/products",
    summary="Products of a category (by id or slug) and everything below it",
    query=ListQuery,
    response=FoundPage,
    errors=[*_NOT_FOUND, MOVED],
    cache=_LIVE,
)
def get_category_products(req: Request[Any, ListQuery]) -> Reply:
    """A slug the category once had answers 301 with its new address."""
    return _answered(req, browse_category(req.path["id"], _asked(req), req.languages))


@search_api.operation(
    "GET", "/v1/brands/{id}/products", summary="Products of a brand", query=ListQuery, response=FoundPage, errors=_NOT_FOUND, cache=_LIVE
)
def get_brand_products(req: Request[Any, ListQuery]) -> Reply:
    return _answered(req, browse_brand(req.path["id"], _asked(req), req.languages))


@search_api.operation(
    "GET",
    "/v1/search/trending",
    summary="The words searched for most in seven days, of those that find something",
    query=TrendingQuery,
    response=PopularWords,
    cache="public, max-age=60, stale-while-revalidate=300",
)
def get_trending(req: Request[Any, TrendingQuery]) -> PopularWords:
    return PopularWords(data=[PopularWord(q=word, count=count) for word, count in top(tally_of(TRENDING_DAYS), req.query.limit)])
