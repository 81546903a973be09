"""Articles and categories as staff send and see them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from functions.content.blocks.rendering import html_of
from functions.content.blocks.schemas import BlockOut, BlocksIn
from functions.content.model.article import Article, ArticleKind, Content, Edition, Text
from functions.content.model.categories import Category
from functions.content.model.publishing import Plan, Status
from functions.content.reading.schemas import ReadQuery
from functions.content.store.articles import Known
from functions.shared.contact.web import WebAddressOrPath
from functions.shared.http.input_types import PlainText, PlainTexts, Tag, distinct
from functions.shared.http.moments import MomentText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Language, LongText, Remark, Schema, Slug, Strict

MOST_LANGUAGES = 12
Title = Annotated[PlainText, StringConstraints(max_length=200)]
CategoryCode = Annotated[Slug, StringConstraints(max_length=60), Field(examples=["returns"])]
ArticleId = Annotated[str, StringConstraints(pattern=r"^art_[0-9A-HJKMNP-TV-Z]{26}$")]


class ArticleTextIn(Schema):
    title: Title = Field(examples=["How to return something"])
    summary: Remark = Field("", examples=["You have 30 days."])
    body: LongText = Field(
        "", description="Markdown (CommonMark, tables). HTML in it is shown as typed.", examples=["1. Open the *order page*."]
    )
    seo_title: Remark = Field("", description="For search engines, where it is not the title.")
    seo_description: Remark = Field("", description="For search engines, where it is not the summary.")
    keywords: list[Tag] = Field(default=[], max_length=50, examples=[["returns"]])


class ArticleIn(Schema):
    """The whole article: what is not sent is not in the edition."""

    slug: Slug = Field(examples=["how-to-return"])
    category: CategoryCode
    texts: dict[Language, ArticleTextIn] = Field(
        min_length=1, max_length=MOST_LANGUAGES, examples=[{"en": {"title": "How to return something"}}]
    )
    tags: Annotated[list[Tag], AfterValidator(distinct)] = Field(default=[], max_length=20, examples=[["returns"]])
    related: Annotated[list[ArticleId], AfterValidator(distinct)] = Field(default=[], max_length=20, examples=[[]])
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True)
    kind: ArticleKind = ArticleKind.HELP
    cover: WebAddressOrPath | None = Field(None, examples=[None])
    blocks: BlocksIn = Field(default=[], examples=[[]], description="Shown after the body.")
    note: Remark = Field("", description="Why, for whoever reads the history.")

    def content(self) -> Content:
        texts = {language: Text(**one.model_dump()) for language, one in self.texts.items()}
        blocks = [one.block() for one in self.blocks]
        return Content(texts, self.category, list(self.tags), list(self.related), self.sort, self.kind, self.cover or "", blocks)


class ArticlePublishIn(Schema):
    """`edition`: the newest where none is named. `at`: a time to come; now without it."""

    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    edition: Annotated[int, Field(strict=True, ge=1, le=999_999)] | None = Field(None, examples=[1])
    at: MomentText | None = Field(None, examples=[None])


class ArticleRollBackIn(Schema):
    edition: int = Field(strict=True, ge=1, le=999_999)
    note: Remark = ""


class ArticlesQuery(PageQuery):
    status: Status | None = None
    category: str | None = Field(None, max_length=60)


class ArticlePreviewQuery(ReadQuery):
    """`edition`: the newest where none is named."""

    edition: Annotated[int, Field(ge=1, le=999_999)] | None = None


class ArticleTextOut(Strict):
    title: str
    summary: str
    body: str
    seo_title: str
    seo_description: str
    keywords: list[str]


class ArticlePlanOut(Strict):
    edition: int
    at: str

    @classmethod
    def of(cls, plan: Plan | None) -> ArticlePlanOut | None:
        return cls(edition=plan.edition, at=plan.at) if plan else None


class ArticleRow(Strict):
    """`latest`: the newest edition, whose `title` it is; `live`: that which readers see; `planned`: that which they will."""

    id: str
    slug: str
    title: dict[str, str]
    status: Status
    version: int
    latest: int
    live: int | None
    live_since: str | None
    planned: ArticlePlanOut | None
    old_slugs: list[str]
    helpful: int
    not_helpful: int
    category: str
    created_at: str

    @classmethod
    def of(cls, known: Known, now: str) -> ArticleRow:
        return cls(**row_fields(known, now))


class ArticleOut(ArticleRow):
    """With the newest edition."""

    tags: list[str]
    related: list[str]
    sort: int
    texts: dict[str, ArticleTextOut]
    kind: ArticleKind
    cover: str | None
    blocks: list[BlockOut]

    @classmethod
    def made_of(cls, known: Known, edition: Edition, now: str) -> ArticleOut:
        return cls(**row_fields(known, now), **content_fields(edition.content))


class ArticlePage(Schema):
    data: list[ArticleRow]
    next_cursor: str | None


class ArticleEditionRow(Strict):
    number: int
    by: str
    at: str
    note: str
    rolled_back_to: int | None

    @classmethod
    def of(cls, edition: Edition) -> ArticleEditionRow:
        return cls(**edition_fields(edition))


class ArticleEditionOut(ArticleEditionRow):
    """`html`: each text as readers get it."""

    category: str
    tags: list[str]
    related: list[str]
    sort: int
    texts: dict[str, ArticleTextOut]
    kind: ArticleKind
    cover: str | None
    blocks: list[BlockOut]
    html: dict[str, str]

    @classmethod
    def whole(cls, edition: Edition) -> ArticleEditionOut:
        html = {language: html_of(text.body) for language, text in edition.content.texts.items()}
        return cls(**edition_fields(edition), **content_fields(edition.content), category=edition.content.category, html=html)


class ArticleEditionPage(Schema):
    data: list[ArticleEditionRow]
    next_cursor: str | None


class ArticleCategoryEdit(Schema):
    names: PlainTexts = Field(examples=[{"zh": "退货", "en": "Returns"}])
    parent: CategoryCode | None = Field(None, examples=[None])
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True)
    hidden: bool = Field(default=False, strict=True, description="In no list; its articles can still be found and read.")

    def category(self) -> Category:
        return Category(dict(self.names), self.parent, self.sort, self.hidden)


class ArticleCategoryIn(ArticleCategoryEdit):
    code: CategoryCode


class ArticleCategoryOut(Strict):
    """`version`: of the whole tree."""

    code: str
    names: dict[str, str]
    parent: str | None
    sort: int
    hidden: bool
    version: int

    @classmethod
    def of(cls, code: str, one: Category, version: int) -> ArticleCategoryOut:
        return cls(code=code, names=one.names, parent=one.parent, sort=one.sort, hidden=one.hidden, version=version)


class ArticleCategoryList(Schema):
    data: list[ArticleCategoryOut]
    next_cursor: str | None = None


def row_fields(known: Known, now: str) -> dict[str, object]:
    one: Article = known.article.at(now)
    return {
        "id": one.id, "slug": one.slug, "title": known.titles, "status": one.status, "version": known.version, "latest": one.latest,
        "live": one.live,
        "live_since": one.live_since, "planned": ArticlePlanOut.of(one.plan), "old_slugs": one.old_slugs, "helpful": known.helpful,
        "not_helpful": known.not_helpful, "category": known.category, "created_at": one.created_at,
    }  # fmt: skip


def content_fields(content: Content) -> dict[str, object]:
    texts = {language: ArticleTextOut(**vars(text)) for language, text in content.texts.items()}
    blocks = [BlockOut.of(one) for one in content.blocks]
    return {
        "tags": content.tags, "related": content.related, "sort": content.sort, "texts": texts, "kind": content.kind,
        "cover": content.cover or None, "blocks": blocks,
    }  # fmt: skip


def edition_fields(edition: Edition) -> dict[str, object]:
    return {"number": edition.number, "by": edition.by, "at": edition.at, "note": edition.note, "rolled_back_to": edition.rolled_back_to}
