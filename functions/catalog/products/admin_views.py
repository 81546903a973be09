"""What editors get: everything that is stored, in all languages."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from pydantic import Field, model_validator

from functions.catalog.model.attribute import AttributeType
from functions.catalog.model.card import Card
from functions.catalog.model.media import sizes_of
from functions.catalog.model.price import effective_at
from functions.catalog.model.product import Product, Status, Variant
from functions.catalog.model.shown_fields import sent_fields, sent_of_variant
from functions.catalog.products.schemas import MeasureView, SizeView
from functions.catalog.products.views import measure_view, money, size_view
from functions.catalog.safety.schemas import SafetyDetails
from functions.catalog.store.records import CardRecord
from functions.shared.fields.custom_fields import FieldsOut
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.plain.pages import Page
from functions.stock import StockState

Texts = dict[str, str]


class CurrencyPriceDetails(Schema):
    price: MoneyModel
    list_price: MoneyModel | None


class VariantDetails(Schema):
    """`price` is the regular price of this moment, `effective_price` what a shopper pays."""

    id: str
    product_id: str
    position: int
    sku: str
    options: dict[str, str]
    price: MoneyModel
    list_price: MoneyModel | None
    image: str | None
    weight_g: int
    size_mm: SizeView | None = Field(default=None, description="Of one piece as packed.")
    measure: MeasureView | None = None
    barcode: str | None = Field(description="The first of `barcodes`.")
    barcodes: list[str] = Field(default=[], description="Each is this variant's alone in the shop.")
    external_id: str | None
    prices: list[CurrencyPriceDetails] = Field(default=[], description="In further currencies.")
    cost: MoneyModel | None = None
    effective_price: MoneyModel | None = None
    metadata: dict[str, str] = Field(default={})
    private_metadata: dict[str, str] = Field(default={})
    custom_fields: FieldsOut = Field(default={})

    @classmethod
    def of(cls, variant: Variant) -> VariantDetails:
        now = times.iso(clock.now())
        present, paid = variant.as_of(now), effective_at(variant, variant.price.currency, now)
        fields = {name: value for name, value in vars(present).items() if name in cls.model_fields}
        return cls(
            **fields
            | {
                "barcode": next(iter(present.barcodes), None),
                "barcodes": present.barcodes,
                "size_mm": size_view(present.size_mm),
                "measure": measure_view(present.measure),
                "price": MoneyModel.of(present.price),
                "list_price": money(present.list_price),
                "cost": money(present.cost),
                "custom_fields": sent_of_variant(present),
                "effective_price": MoneyModel.of(paid.price) if paid else None,
                "prices": [
                    CurrencyPriceDetails(price=MoneyModel.of(one.price), list_price=money(one.list_price))
                    for one in present.prices.values()
                ],
            }
        )


class VariantDetailsPage(Schema):
    data: list[VariantDetails]
    next_cursor: str | None = None


class AddedVariants(Schema):
    data: list[VariantDetails]
    version: int = Field(description="The product's new version.")


class ImageDetails(Schema):
    url: str
    alt: Texts
    sizes: dict[str, str] = Field(default_factory=dict, description="Addresses by longest edge in pixels, of images uploaded here.")

    @model_validator(mode="after")
    def _sizes(self) -> ImageDetails:
        return self if self.sizes else self.model_copy(update={"sizes": sizes_of(self.url)})


class OptionDetails(Schema):
    name: str
    values: list[str]
    names: Texts = Field(default={}, description="The name in further languages.")
    labels: dict[str, Texts] = Field(default={}, description="The values in further languages.")


class AttributeDetails(Schema):
    name: Texts
    value: Texts


class DeclaredAttributeDetails(AttributeDetails):
    """One that the category declares; `raw` is its bare value."""

    code: str
    type: AttributeType
    raw: str


class SectionDetails(Schema):
    title: Texts
    body: Texts


class SeoDetails(Schema):
    title: Texts
    description: Texts
    keywords: dict[str, list[str]] = Field(default={})


class ProductDetails(Schema):
    id: str
    version: int
    status: Status
    slug: str
    external_id: str | None
    merchant_id: str
    title: Texts
    brief: Texts
    description: Texts
    category_id: str | None
    brand_id: str | None
    tax_class: str | None = None
    tags: list[str]
    attributes: list[DeclaredAttributeDetails | AttributeDetails]
    sections: list[SectionDetails] = Field(default=[])
    custom_fields: FieldsOut = Field(default={})
    options: list[OptionDetails]
    images: list[ImageDetails]
    variants: list[VariantDetails] = Field(description="The first 100; all of them by `GET …/variants`.")
    variant_count: int
    price_from: MoneyModel | None
    list_price_from: MoneyModel | None
    seo: SeoDetails
    safety: SafetyDetails | None = None
    visible_to: list[str] = Field(default=[])
    channels: list[str] = Field(default=[])
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})
    created_at: str
    updated_at: str
    published_at: str | None

    @classmethod
    def of(cls, product: Product, version: int) -> ProductDetails:
        fields: dict[str, Any] = asdict(replace(product, variants=[]))
        fields = {name: value for name, value in fields.items() if name in cls.model_fields}
        fields["attributes"] = [{n: v for n, v in one.items() if v is not None} for one in fields["attributes"]]
        now = product.price_at(times.iso(clock.now()))
        fields |= {"price_from": now and MoneyModel.of(now.price), "list_price_from": now and money(now.list_price)}
        fields["custom_fields"] = sent_fields(product)
        fields["safety"] = SafetyDetails.of(product.safety)
        return cls(version=version, **fields | {"variants": [VariantDetails.of(variant) for variant in product.variants]})


class ProductSummary(Schema):
    id: str
    version: int
    status: Status
    slug: str
    external_id: str | None
    title: Texts
    image: str | None
    category_id: str | None
    brand_id: str | None
    price_from: MoneyModel | None
    variant_count: int
    stock_state: StockState
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, record: CardRecord) -> ProductSummary:
        card = load(Card, record.body)
        fields = {name: value for name, value in vars(card).items() if name in cls.model_fields}
        now = card.price_at(times.iso(clock.now()))
        fields |= {"image": card.image.url if card.image else None, "price_from": money(now.price) if now else None}
        return cls(version=int(record.version), stock_state=record.stock_state, **fields)


class ProductTitle(Schema):
    """`sku` and `product_id`: of a variant, whose title is its product's."""

    id: str
    title: dict[str, str]
    sku: str | None = None
    product_id: str | None = None


class ProductTitles(Schema):
    data: list[ProductTitle]


class ProductSummaryPage(Schema):
    data: list[ProductSummary]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[CardRecord]) -> ProductSummaryPage:
        return cls(data=[ProductSummary.of(record) for record in page.data], next_cursor=page.next_cursor)
