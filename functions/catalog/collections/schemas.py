"""Collections as staff send and see them, and as shoppers do."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from functions.catalog.model.collections.collection import MOST_PRODUCTS, Collection, ProductsSort, Rule, Status
from functions.catalog.model.product import Seo
from functions.catalog.products.schemas import SeoView
from functions.catalog.products.views import seo_fields
from functions.shared.contact.web import WebAddressOrPath
from functions.shared.fields.field_filters import Word
from functions.shared.http.input_types import PlainText, PlainTexts, RichTexts, Tag, distinct
from functions.shared.http.validation import Currency, Language, Schema, Slug
from functions.shared.plain.i18n import localized
from functions.shared.plain.money import MAX_AMOUNT
from functions.shared.plain.settings import settings
from functions.shared.plain.value_ranges import range_faults

_MOST_VALUES = 50
_Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
_Idents = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=64)]], Field(max_length=_MOST_VALUES)]
_Words = Annotated[list[Word], Field(max_length=_MOST_VALUES)]
_ProductId = Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-HJKMNP-TV-Z]{26}$")]


class CollectionRule(Schema):
    """Several values of one condition mean any of them; all conditions must hold. Without one it is everything on sale."""

    category: _Idents = Field(default=[], description="Ids; their whole subtrees count.", examples=[[]])
    brand: _Idents = Field(default=[], examples=[[]])
    tag: _Words = Field(default=[], examples=[["new"]])
    attr: Annotated[dict[Word, _Words], Field(max_length=_MOST_VALUES)] = Field(
        default={}, description="As the filter `attr.<name>` of lists, ranges included; `field.<key>` for custom fields.", examples=[{}]
    )
    price_min: _Amount | None = Field(default=None, description="In minor units of `currency`, included.")
    price_max: _Amount | None = Field(default=None, description="In minor units of `currency`, included.")
    currency: Currency | None = Field(default=None, description="Of the bounds; the shop's without it.", examples=["CNY"])
    in_stock: bool | None = None
    newest_days: int | None = Field(default=None, ge=1, le=3650, strict=True, description="Came out in the last so many days.")

    @model_validator(mode="after")
    def _bounds(self) -> CollectionRule:
        if self.price_min is not None and self.price_max is not None and self.price_min > self.price_max:
            raise ValueError("price_min is above price_max")
        if faults := range_faults(self.attr):
            raise ValueError(f"{faults[0].pointer}: {faults[0].detail}")
        return self

    def rule(self) -> Rule:
        currency = self.currency or settings().default_currency
        return Rule(
            self.category, self.brand, self.tag, self.attr, self.price_min, self.price_max, currency, self.in_stock, self.newest_days
        )  # fmt: skip

    @classmethod
    def of(cls, rule: Rule) -> CollectionRule:
        return cls(
            category=rule.categories, brand=rule.brands, tag=rule.tags, attr=rule.attributes, price_min=rule.price_min,
            price_max=rule.price_max, currency=rule.currency or None, in_stock=rule.in_stock, newest_days=rule.newest_days,
        )  # fmt: skip


class CollectionSeo(Schema):
    title: dict[Language, PlainText] = Field(default={}, examples=[{"en": "Summer in the kitchen"}])
    description: dict[Language, PlainText] = Field(default={}, examples=[{}])
    keywords: dict[Language, Annotated[list[Tag], Field(max_length=50)]] = Field(default={}, examples=[{}])


class CollectionIn(Schema):
    """All of it: a `rule`, or `products` in the order they are shown in."""

    slug: Slug = Field(examples=["summer"])
    name: PlainTexts = Field(examples=[{"zh": "夏日", "en": "Summer"}])
    status: Status = Status.DRAFT
    rule: CollectionRule | None = None
    products: Annotated[list[_ProductId], Field(max_length=MOST_PRODUCTS)] = Field(default=[], examples=[[]])
    products_sort: ProductsSort | None = Field(
        default=None, description="Where a reader asks for no order. Without it the newest first, or as sorted by hand.", examples=[None]
    )
    description: RichTexts = Field(default_factory=dict)
    image: WebAddressOrPath | None = None
    seo: CollectionSeo = CollectionSeo()
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True, description="Its place among collections.")

    @model_validator(mode="after")
    def _one_way(self) -> CollectionIn:
        if self.rule is not None and self.products:
            raise ValueError("a rule, or products sorted by hand: not both")
        distinct(self.products)
        return self

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name, "status": self.status, "rule": self.rule.rule() if self.rule else None, "products": self.products,
            "products_sort": self.products_sort, "description": self.description,
            "image": self.image, "seo": Seo(**vars(self.seo)), "sort": self.sort,
        }  # fmt: skip


class CollectionDetails(Schema):
    """`products`: as sorted by hand, those not on sale too, which no list shows."""

    id: str
    version: int
    slug: str
    old_slugs: list[str] = Field(description="They lead to `slug`.")
    name: dict[str, str]
    status: Status
    rule: CollectionRule | None
    products: list[str]
    products_sort: ProductsSort | None
    description: dict[str, str]
    image: str | None
    seo: CollectionSeo
    sort: int
    created_at: str

    @classmethod
    def of(cls, one: Collection, version: int) -> CollectionDetails:
        shown = {"rule": CollectionRule.of(one.rule) if one.rule else None, "seo": CollectionSeo(**vars(one.seo)), "version": version}
        return cls(**vars(one) | shown)


class CollectionDetailsPage(Schema):
    data: list[CollectionDetails]
    next_cursor: str | None


class CollectionView(Schema):
    id: str
    slug: str
    name: str
    description: str
    image: str | None
    seo: SeoView

    @classmethod
    def of(cls, one: Collection, languages: list[str]) -> CollectionView:
        return cls(
            id=one.id, slug=one.slug, name=localized(one.name, languages), description=localized(one.description, languages),
            image=one.image, seo=SeoView(**seo_fields(one.seo, one.name, {}, languages)),
        )  # fmt: skip


class CollectionPage(Schema):
    data: list[CollectionView]
    next_cursor: str | None
