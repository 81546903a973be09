"""What shoppers get: one language, nothing internal."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from functions.catalog.model.measure import Unit
from functions.catalog.safety.schemas import SafetyView
from functions.pricing import ExchangeRate
from functions.shared.fields.custom_fields import FieldsOut
from functions.shared.http.countries import Country
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Currency, MeasuredPrice, MoneyModel, Schema
from functions.stock import StockState

PER_MEASURE = "Of what is sold by measure, its price per kg, l or m: of `price`, with the tax that the market asks for."
PERCENT = "By how much the price lies below the list price, in whole percent, rounded down."


class CurrencyQuery(Schema):
    currency: Currency | None = Field(default=None, description="Show prices in this currency; without it, in the product's own.")


class MarketQuery(CurrencyQuery):
    country: Country | None = Field(
        default=None,
        description="The buyer's; without it the shop's. Its law says which reduction may be claimed; where its market has a currency, "
        "prices are in that one, if no other is asked for and it is sold in it.",
    )


class VariantsQuery(PageQuery, MarketQuery):
    pass


class CategoryView(Schema):
    id: str
    name: str
    description: str
    image: str | None
    parent_id: str | None
    level: int = Field(description="1 for a root.")
    taxonomy_code: str | None = None
    slug: str | None = None
    seo: SeoView | None = None
    metadata: dict[str, str] = Field(default={})
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")
    children: list[CategoryView]


class CategoryTree(Schema):
    data: list[CategoryView]
    next_cursor: str | None = None


class BrandView(Schema):
    id: str
    name: str
    description: str
    logo: str | None
    metadata: dict[str, str] = Field(default={})


class BrandPage(Schema):
    data: list[BrandView]
    next_cursor: str | None


class BrandName(Schema):
    id: str
    name: str
    logo: str | None


class MeasureView(Schema):
    """What one piece holds."""

    quantity: str = Field(description="A decimal text.", examples=["0.75"])
    unit: Unit


class Conversion(Schema):
    """How a price came to be in a currency in which nobody wrote one: one of `base` is `rate` of it, rounded to a multiple of `step` minor
    units: to the nearer one, `up` or `down`; what costs something costs a step at least."""

    rate_id: str
    base: str
    rate: str
    step: int
    mode: str

    @classmethod
    def of(cls, rate: ExchangeRate | None) -> Conversion | None:
        return cls(rate_id=rate.id, base=rate.base, rate=rate.rate, step=rate.rounding.step, mode=rate.rounding.mode) if rate else None


class ListedProduct(Schema):
    id: str
    slug: str
    title: str
    brief: str
    image: str | None
    brand: BrandName | None
    category_id: str | None
    price_from: MoneyModel | None
    list_price_from: MoneyModel | None
    reduction_percent: int | None = Field(default=None, description=PERCENT)
    price_label: str | None = Field(default=None, description="What the reduction is called, while it lasts.")
    price_per_measure: MeasuredPrice | None = Field(default=None, description=PER_MEASURE + " Of the variant with the lowest price.")
    currencies: list[str] = Field(default=[], description="What it can be bought in; prices of a list are in the list's currency.")
    stock_state: StockState
    rating: float | None = None
    rating_count: int = 0
    price_list: str | None = Field(default=None, description="The price list that `price_from` is from.")
    converted: Conversion | None = Field(default=None, description="How `price_from` was converted, if it was.")


class ImageView(Schema):
    url: str
    alt: str
    sizes: dict[str, str] = Field(default_factory=dict, description="Addresses by longest edge in pixels, of images uploaded here.")


class OptionView(Schema):
    """In the reader's language, as `options` of the variants."""

    name: str
    values: list[str]


class AttributeView(Schema):
    name: str
    value: str


class DeclaredAttributeView(AttributeView):
    code: str = Field(description="The name for machines, declared by the category.")


class SectionView(Schema):
    title: str
    body: str = Field(description="Sanitised HTML.")


class SizeView(Schema):
    """Millimetres."""

    length: int
    width: int
    height: int


class QuantityPrice(Schema):
    """What one piece costs from so many in a line on."""

    quantity: int
    price: MoneyModel
    price_list: str | None = Field(default=None, description="The price list that it is from.")


class VariantView(Schema):
    id: str
    sku: str
    options: dict[str, str]
    price: MoneyModel
    list_price: MoneyModel | None = Field(description="What a reduction is shown against, as far as the law of the country allows it.")
    reduction_percent: int | None = Field(default=None, description=PERCENT)
    price_label: str | None = Field(default=None, description="What the reduction is called, while it lasts.")
    price_ends_at: str | None = Field(default=None, description="When the reduction ends.")
    lowest_price_30_days: MoneyModel | None = Field(default=None, description="The lowest price of the 30 days before this one began.")
    stock_state: StockState
    promised_on: str | None = Field(default=None, description="Of a pre-order or back-order: the day that is promised.")
    image: str | None
    barcode: str | None
    barcodes: list[str] = Field(default=[], description="All that are printed on it, the first one first.")
    weight_g: int
    size_mm: SizeView | None = Field(default=None, description="Of one piece as packed.")
    measure: MeasureView | None = None
    price_per_measure: MeasuredPrice | None = Field(default=None, description=PER_MEASURE)
    metadata: dict[str, str] = Field(default={})
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")
    price_list: str | None = Field(default=None, description="The price list that `price` is from.")
    converted: Conversion | None = Field(default=None, description="How `price` was converted, if it was.")
    quantity_prices: list[QuantityPrice] = Field(default=[], description="Where the price of a piece depends on how many are bought.")


class VariantPage(Schema):
    data: list[VariantView]
    next_cursor: str | None


class SeoView(Schema):
    title: str
    description: str
    keywords: list[str] = Field(default=[])


class ProductSeoView(SeoView):
    json_ld: dict[str, Any] = Field(default={}, description="schema.org Product, for the page's head; escape `<` there.")


class ProductView(Schema):
    id: str
    slug: str
    title: str
    brief: str
    description: str = Field(description="Sanitised HTML.")
    images: list[ImageView]
    options: list[OptionView]
    attributes: list[DeclaredAttributeView | AttributeView]
    sections: list[SectionView] = Field(default=[])
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")
    variants: list[VariantView] = Field(description="The first 100; the rest by `GET /v1/products/{id}/variants`.")
    variant_count: int
    brand: BrandName | None
    category_id: str | None
    tags: list[str]
    price_from: MoneyModel | None
    list_price_from: MoneyModel | None
    reduction_percent: int | None = Field(default=None, description=PERCENT)
    price_label: str | None = Field(default=None, description="What the reduction is called, while it lasts.")
    price_per_measure: MeasuredPrice | None = Field(default=None, description=PER_MEASURE + " Of the variant with the lowest price.")
    currencies: list[str] = Field(default=[], description="What it can be bought in.")
    stock_state: StockState
    rating: float | None = None
    rating_count: int = 0
    question_count: int = 0
    seo: ProductSeoView
    safety: SafetyView | None = Field(default=None, description="Who made it and answers for it, what identifies it, warnings.")
    published_at: str | None
    price_list: str | None = Field(default=None, description="The price list that `price_from` is from.")
    converted: Conversion | None = Field(default=None, description="How `price_from` was converted, if it was.")
    metadata: dict[str, str]
