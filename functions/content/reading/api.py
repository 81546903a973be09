"""Articles for readers: anybody, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.content.blocks.show_blocks import Reader
from functions.content.reading.find_articles import list_articles, list_categories, read_article, search_articles
from functions.content.reading.schemas import (
    ArticleCategoryViews,
    ArticleList,
    ArticlesFound,
    ArticleView,
    FaqQuery,
    LanguageQuery,
    ListQuery,
    ReadQuery,
)
from functions.pricing import answered
from functions.promotions import shopper_of
from functions.shared.http.operation import Api, Reply, Request
from functions.shared.plain.errors import MOVED

article_api = Api("content")
_CACHE = "public, max-age=30, stale-while-revalidate=60"
# Prices and stock of product cards are as of now.
_LIVE = "public, max-age=1, stale-while-revalidate=5"


def _wanted(language: str | None, req: Request[Any, Any]) -> Sequence[str]:
    return [language.lower()] if language else req.languages


@article_api.operation(
    "GET", "/v1/articles", summary="Articles: help, guides, stories, picks, pages", query=ListQuery, response=ArticleList, cache=_CACHE,
    errors=[(400, "invalid_cursor")],
)  # fmt: skip
def get_articles(req: Request[Any, ListQuery]) -> ArticleList:
    query = req.query
    wanted = _wanted(query.language, req)
    return list_articles(query.category, query.tag, wanted, kind=query.kind, limit=query.limit, cursor=query.cursor)


@article_api.operation("GET", "/v1/faq", summary="Search the help centre", query=FaqQuery, response=ArticlesFound, cache=_CACHE)
def get_faq(req: Request[Any, FaqQuery]) -> ArticlesFound:
    """The best 50, the reader's language before others."""
    return search_articles(req.query.q, req.query.category, _wanted(req.query.language, req))


@article_api.operation(
    "GET", "/v1/articles/{slug}", summary="An article, by slug or id", query=ReadQuery, response=ArticleView, cache=_LIVE,
    errors=[(404, "not_found"), MOVED],
)  # fmt: skip
def get_article(req: Request[Any, ReadQuery]) -> Reply:
    """Where there is no text in the reader's language it is the shop's, and `fallback` says so. Product cards: what the
    caller can buy now."""
    wanted = _wanted(req.query.language, req)
    view, tells_apart = read_article(req.path["slug"], wanted, Reader(wanted, req.query, shopper_of(req.caller)))
    return answered(req, view, tells_apart=tells_apart)


@article_api.operation(
    "GET",
    "/v1/article_categories",
    summary="Categories of the help centre",
    query=LanguageQuery,
    response=ArticleCategoryViews,
    cache=_CACHE,
)
def get_categories(req: Request[Any, LanguageQuery]) -> ArticleCategoryViews:
    return ArticleCategoryViews(data=list_categories(_wanted(req.query.language, req)))
