"""Blocks as staff send them and as readers get them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.catalog import ProductView
from functions.content.model.article import ArticleKind
from functions.content.model.block import Block, BlockKind, BlockText
from functions.shared.contact.web import WebAddressOrPath
from functions.shared.http.input_types import distinct
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Language, LongText, MoneyModel, Remark, Schema, Strict

MOST_BLOCKS, MOST_ITEMS, MOST_LANGUAGES = 60, 50, 12
ItemId = Annotated[str, StringConstraints(pattern=r"^(prod|art)_[0-9A-HJKMNP-TV-Z]{26}$")]
_PREFIX = {BlockKind.PRODUCTS: "prod_", BlockKind.ARTICLES: "art_"}


class BlockTextIn(Schema):
    title: Remark = ""
    body: LongText = Field("", description="Markdown; HTML in it is shown as typed.")
    alt: Remark = Field("", description="What a picture or a video shows.")


class BlockIn(Schema):
    """`items`: of products or articles. `url`: of a picture or a video. From `starts_at` until before `ends_at`."""

    kind: BlockKind = Field(examples=["products"])
    texts: dict[Language, BlockTextIn] = Field(default={}, max_length=MOST_LANGUAGES, examples=[{"en": {"title": "This week"}}])
    items: Annotated[list[ItemId], AfterValidator(distinct)] = Field(
        default=[], max_length=MOST_ITEMS, examples=[["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]]
    )
    most: int = Field(default=12, strict=True, ge=1, le=MOST_ITEMS, description="Show no more of the items than this.")
    url: WebAddressOrPath | None = Field(None, examples=[None])
    link: WebAddressOrPath | None = Field(None, examples=[None])
    starts_at: MomentText | None = Field(None, examples=[None])
    ends_at: MomentText | None = Field(None, examples=[None])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        prefix = _PREFIX.get(self.kind)
        if prefix is None and self.items:
            raise ValueError(f"a block of the kind {self.kind.value} has no items")
        if prefix is not None and (not self.items or any(not item.startswith(prefix) for item in self.items)):
            raise ValueError(f"items of the kind {self.kind.value} begin with {prefix}, and there is one at least")
        if (self.kind in (BlockKind.PICTURE, BlockKind.VIDEO)) != (self.url is not None):
            raise ValueError("pictures and videos have a url, others have none")
        if self.kind is BlockKind.TEXT and not any(text.title or text.body for text in self.texts.values()):
            raise ValueError("a text says something")
        if self.starts_at is not None and self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("ends_at lies after starts_at")
        return self

    def block(self) -> Block:
        texts = {language: BlockText(one.title, one.body, one.alt) for language, one in self.texts.items()}
        return Block(self.kind, texts, list(self.items), self.most, self.url or "", self.link or "", self.starts_at, self.ends_at)


BlocksIn = Annotated[list[BlockIn], Field(max_length=MOST_BLOCKS)]


class BlockTextOut(Strict):
    title: str
    body: str
    alt: str


class BlockOut(Strict):
    """As it was saved."""

    kind: BlockKind
    texts: dict[str, BlockTextOut]
    items: list[str]
    most: int
    url: str | None
    link: str | None
    starts_at: str | None
    ends_at: str | None

    @classmethod
    def of(cls, block: Block) -> BlockOut:
        texts = {language: BlockTextOut(**vars(text)) for language, text in block.texts.items()}
        return cls(**vars(block) | {"texts": texts, "url": block.url or None, "link": block.link or None})


class ProductCard(Strict):
    """As of now. `reduction_percent`, `list_price_from`: as the law of the reader's country lets them be shown."""

    id: str
    slug: str
    title: str
    brief: str
    image: str | None
    image_alt: str
    price_from: MoneyModel
    list_price_from: MoneyModel | None
    reduction_percent: int | None
    stock_state: Literal["in_stock", "low_stock", "preorder", "backorder"]
    rating: float | None
    rating_count: int

    @classmethod
    def of(cls, product: ProductView) -> ProductCard | None:
        """None: it cannot be bought now."""
        if product.price_from is None or product.stock_state == "out_of_stock":
            return None
        picture = product.images[0] if product.images else None
        return cls(
            id=product.id, slug=product.slug, title=product.title, brief=product.brief, image=picture.url if picture else None,
            image_alt=picture.alt if picture else "", price_from=product.price_from, list_price_from=product.list_price_from,
            reduction_percent=product.reduction_percent, stock_state=product.stock_state, rating=product.rating,
            rating_count=product.rating_count,
        )  # fmt: skip


class ArticleBrief(Strict):
    """`language`: that of the texts; `fallback`: whether it is none that was asked for, because there is none in that."""

    id: str
    slug: str
    title: str
    summary: str
    category: str
    tags: list[str]
    language: str
    fallback: bool
    kind: ArticleKind
    cover: str | None


class BlockView(Strict):
    """In the reader's language, else the shop's, else any. `html`: safe to show as it is."""

    kind: BlockKind
    title: str
    html: str
    alt: str
    url: str | None
    link: str | None
    products: list[ProductCard]
    articles: list[ArticleBrief]
    ends_at: str | None
