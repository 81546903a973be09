"""Articles as readers ask for and get them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.catalog import MarketQuery
from functions.content.blocks.schemas import ArticleBrief, BlockView
from functions.content.model.article import ArticleKind
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Language, Schema, Strict

_Code = Annotated[str, StringConstraints(max_length=120)]
LONGEST_QUERY = 200


class ListQuery(PageQuery):
    """`category`: with all below it. `language`: else what Accept-Language says."""

    category: _Code | None = None
    tag: _Code | None = None
    kind: ArticleKind | None = None
    language: Language | None = None


class FaqQuery(Schema):
    q: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUERY)] = Field(examples=["how do I return something"])
    category: _Code | None = None
    language: Language | None = None


class LanguageQuery(Schema):
    language: Language | None = None


class ReadQuery(MarketQuery):
    """Product cards are for the country and in the currency."""

    language: Language | None = None


class HelpfulIn(Schema):
    helpful: bool = Field(strict=True)


class HelpfulOut(Strict):
    helpful: bool


class ArticleList(Schema):
    data: list[ArticleBrief]
    next_cursor: str | None


class ArticlesFound(Schema):
    """The best first."""

    data: list[ArticleBrief]
    next_cursor: str | None = None


class ArticleSeoView(Schema):
    """`alternates`: the page's address by language."""

    title: str
    description: str
    keywords: list[str]
    url: str
    alternates: dict[str, str]
    json_ld: dict[str, Any] = Field(default={}, description="schema.org Article, for the page's head; escape `<` there.")


class ArticleView(ArticleBrief):
    """`html`: safe to show as it is. `published_at`: since when it says this."""

    html: str
    languages: list[str]
    category_name: str | None
    related: list[ArticleBrief]
    edition: int
    published_at: str
    blocks: list[BlockView] = Field(default=[], description="What holds now, in its order; product cards as of now.")
    seo: ArticleSeoView


class ArticleCategoryView(Strict):
    code: str
    name: str
    parent: str | None
    articles: int = Field(description="In it and below it.")


class ArticleCategoryViews(Schema):
    data: list[ArticleCategoryView]
    next_cursor: str | None = None
