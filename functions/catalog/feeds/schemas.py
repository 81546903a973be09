"""Feeds, as staff send and read them."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.catalog.feeds.feed import Feed, Feeds, Kind, Problem
from functions.catalog.feeds.feed_records import State
from functions.catalog.feeds.formats import FORMS
from functions.shared.documents.document import Versioned
from functions.shared.http.countries import Country
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Language, Schema, ShortName, Slug
from functions.shared.plain.settings import settings

_FILLED_IN = ("slug", "product_id", "variant_id", "sku")
_WEB = r"^https?://[^\s<>\"]+$"
Code = Annotated[Slug, StringConstraints(max_length=40)]


class FeedModel(Schema):
    """Everything on sale, as one country reads it."""

    code: Code = Field(examples=["de"])
    country: Country = Field(description="Prices are those of its market; what is not sold in that currency is not in the feed.")
    language: Language = Field(examples=["de"])
    kinds: list[Kind] = Field(min_length=1, max_length=4, description="Who gets a file of it.")
    seller_name: ShortName
    seller_url: Annotated[str, StringConstraints(pattern=_WEB, max_length=300)] | None = None
    link: Annotated[str, StringConstraints(pattern=_WEB, max_length=500)] | None = Field(
        None,
        description="Where the page of a variant is, with `{slug}`, `{product_id}`, `{variant_id}` or `{sku}` in it. Null: the shop's own "
        "page of the product.",
        examples=["https://shop.example/de/p/{slug}?v={variant_id}"],
    )
    checkout: bool = Field(False, strict=True, description="OpenAI may offer to buy it there and then.")

    @model_validator(mode="after")
    def _link_is_whole(self) -> FeedModel:
        if self.link is not None and not _can_be_filled_in(self.link):
            raise PydanticCustomError("link_unreadable", "The link names its parts as {names}.", {"names": ", ".join(_FILLED_IN)})
        return self

    def feed(self) -> Feed:
        kinds = tuple(dict.fromkeys(self.kinds))
        return Feed(self.code, self.country, self.language, kinds, self.seller_name, self.seller_url or "", self.link or "", self.checkout)

    @classmethod
    def of(cls, feed: Feed) -> FeedModel:
        return cls(**vars(feed) | {"kinds": list(feed.kinds), "seller_url": feed.seller_url or None, "link": feed.link or None})


def _can_be_filled_in(link: str) -> bool:
    try:
        parts = [part for part in Formatter().parse(link) if part[1] is not None]
    except ValueError:
        return False
    return bool(parts) and all(name in _FILLED_IN and not spec and not conversion for _, name, spec, conversion in parts)


class FeedsModel(Versioned):
    """All feeds; the first is the one that is meant where none is named. None: nothing is made."""

    feeds: list[FeedModel] = Field(max_length=20)

    @model_validator(mode="after")
    def _once(self) -> FeedsModel:
        codes = [one.code for one in self.feeds]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise PydanticCustomError("named_twice", "There are two feeds {names}.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> Feeds:
        return Feeds(tuple(one.feed() for one in self.feeds))


class FeedsView(FeedsModel):
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, found: Feeds, version: int) -> FeedsView:
        return cls(feeds=[FeedModel.of(one) for one in found.feeds], version=version)


class FileView(Schema):
    kind: Kind
    url: str = Field(description="What is given to whom it is for.")
    size: int | None = Field(description="Bytes, compressed. Null until it is made.")


class FeedView(FeedModel):
    """How far it has got. `problems`: how many `GET …/problems` lists."""

    files: list[FileView]
    made_at: str | None = Field(description="When its files last changed; what did not change since is still true.")
    products: int
    variants: int
    problems: int

    @classmethod
    def at(cls, feed: Feed, state: State) -> FeedView:
        base = f"{settings().public_base_url.rstrip('/')}/v1/feeds"
        files = [FileView(kind=kind, url=f"{base}/{FORMS[kind].file}?feed={feed.code}", size=state.sizes.get(kind)) for kind in feed.kinds]
        return cls(
            **FeedModel.of(feed).model_dump(),
            files=files,
            made_at=state.made_at or None,
            products=sum(part.products for part in state.parts),
            variants=sum(part.rows for part in state.parts),
            problems=sum(part.problems for part in state.parts),
        )


class FeedQuery(Schema):
    feed: Code | None = Field(None, description="Which; without it the first.")


class ProblemsQuery(PageQuery):
    pass


class ProblemView(Schema):
    product_id: str
    variant_id: str | None = Field(description="Null: of the product.")
    field: str = Field(examples=["image"])
    code: str = Field(
        description="`missing`, `not_in_language`, `not_sold_in_currency`, `zero`, or `no_article_number`: none of its barcodes is a GTIN."
    )
    left_out: bool = Field(description="It is not in the feed for that.")

    @classmethod
    def of(cls, product_id: str, problem: Problem) -> ProblemView:
        return cls(product_id=product_id, **vars(problem))


class ProblemPage(Schema):
    data: list[ProblemView]
    next_cursor: str | None
