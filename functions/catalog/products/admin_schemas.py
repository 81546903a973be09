"""What editors send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from functions.catalog.model.barcode import MAX_BARCODES, distinct_codes
from functions.catalog.model.measure import Measure, Unit
from functions.catalog.model.option_texts import WantedOption
from functions.catalog.model.price import Listed
from functions.catalog.model.product import Seo, Size, Status
from functions.catalog.model.variant_plan import WantedVariant
from functions.catalog.products.attribute_schemas import AttributeIn, SectionIn
from functions.catalog.products.media_inputs import ImageIn, ShownUrl
from functions.catalog.safety.inputs import SafetyIn
from functions.shared.fields.custom_fields import FieldsIn
from functions.shared.fields.field_filters import FieldQuery
from functions.shared.http.input_types import (
    BriefTexts,
    Code,
    CustomerGroups,
    OptionText,
    OptionTexts,
    PlainTexts,
    RichTexts,
    SalesChannels,
    Tag,
    distinct,
    not_null,
)  # fmt: skip
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Language, Metadata, Price, Schema, Slug, TaxClass

MAX_VARIANTS_PER_CALL = 40
"""A variant costs two of the 100 actions of a transaction."""


_FIELDS = (
    "Values of declared fields by their keys, all of them: what is not sent goes. A key that is not declared takes a value with its own "
    'type, `{"type": "text", "value": "…", "public": false}`.'
)


Side = Annotated[int, Field(strict=True, ge=1, le=10_000, description="Millimetres.", examples=[120])]


class OptionIn(Schema):
    name: OptionText = Field(examples=["颜色"])
    values: Annotated[list[OptionText], Field(min_length=1, max_length=100, examples=[["红", "蓝"]]), AfterValidator(distinct)]
    names: OptionTexts | None = Field(
        None, description="The name in further languages; those there stay when left out.", examples=[{"en": "Colour"}]
    )
    labels: dict[OptionText, OptionTexts] | None = Field(
        None, description="The values in further languages, all of them; those there stay when left out.", examples=[{"红": {"en": "Red"}}]
    )

    @model_validator(mode="after")
    def _of_own_values(self) -> OptionIn:
        if unknown := sorted(set(self.labels or ()) - set(self.values)):
            raise ValueError(f"labels of values that are not there: {', '.join(unknown)[:200]}")
        return self

    def wanted(self) -> WantedOption:
        return WantedOption(self.name, self.values, self.names, self.labels)


class SeoIn(Schema):
    title: PlainTexts | None = None
    description: PlainTexts | None = None
    keywords: dict[Language, Annotated[list[Tag], Field(max_length=50)]] | None = Field(default=None, examples=[{"en": ["board", "beech"]}])

    def seo(self) -> Seo:
        return Seo(self.title or {}, self.description or {}, self.keywords or {})


class CurrencyPrice(Schema):
    """A price in a further currency."""

    price: Price
    list_price: Price | None = None

    @model_validator(mode="after")
    def _one_currency(self) -> CurrencyPrice:
        if self.list_price and self.list_price.currency != self.price.currency:
            raise ValueError("price and list_price are in different currencies")
        return self

    def listed(self) -> Listed:
        return Listed(self.price.money(), self.list_price.money() if self.list_price else None)


def _one_each(prices: list[CurrencyPrice]) -> list[CurrencyPrice]:
    distinct([one.price.currency for one in prices])
    return prices


def _above_zero(quantity: str) -> str:
    if not float(quantity):
        raise PydanticCustomError("greater_than", "Nothing is sold by a measure of zero.")
    return quantity


class SizeIn(Schema):
    length: Side
    width: Side
    height: Side

    def size(self) -> Size:
        return Size(self.length, self.width, self.height)


class MeasureIn(Schema):
    quantity: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}(\.[0-9]{1,3})?$"), AfterValidator(_above_zero)] = Field(
        description="A decimal text above 0 with at most three places.", examples=["0.75"]
    )
    unit: Unit = Field(examples=["l"])

    def measure(self) -> Measure:
        return Measure(self.quantity, self.unit)


class VariantFields(Schema):
    options: dict[OptionText, OptionText] = Field(default={}, max_length=10, examples=[{"颜色": "红"}])
    list_price: Price | None = None
    image: ShownUrl | None = Field(default=None, description="An address or a media id.")
    weight_g: int = Field(default=0, ge=0, le=10_000_000, strict=True)
    size_mm: SizeIn | None = Field(
        default=None, description="Of one piece as packed; null: not known. When left out, what is there stays.", examples=[None]
    )
    measure: MeasureIn | None = Field(
        default=None,
        description="What one piece holds: its price per kg, l or m is shown; null: nothing. When left out, what is there stays.",
        examples=[None],
    )
    barcode: Code | None = Field(default=None, description="The first of `barcodes`; alone it leaves the further ones as they are.")
    barcodes: Annotated[list[Code], Field(max_length=MAX_BARCODES), AfterValidator(distinct_codes)] = Field(
        default=[], description="All that are printed on it, the first one first. When left out, further ones stay."
    )
    external_id: Code | None = None
    prices: Annotated[list[CurrencyPrice], Field(max_length=30), AfterValidator(_one_each)] = Field(
        default=[], description="Prices in further currencies; when left out, those there are stay."
    )
    cost: Price | None = Field(default=None, description="What the shop pays for it; when left out, the known cost stays.")

    metadata: Metadata = Field(default_factory=dict, description="Public. When left out, what is there stays.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only. When left out, what is there stays.")
    custom_fields: FieldsIn = Field(default_factory=dict, description="When left out, those there stay.")

    @field_validator("metadata", "private_metadata", "custom_fields", mode="before")
    @classmethod
    def _a_map(cls, value: Any) -> Any:
        return not_null(value)

    def kept_unless_sent(self) -> dict[str, Any]:
        own = ("metadata", "private_metadata", "custom_fields")
        sent: dict[str, Any] = {name: value for name, value in self.sent_fields().items() if name in own}
        if "barcodes" in self.model_fields_set:
            sent["barcode"], sent["further_barcodes"] = next(iter(self.barcodes), None), self.barcodes[1:]
        if "size_mm" in self.model_fields_set:
            sent["size_mm"] = self.size_mm.size() if self.size_mm else None
        if "measure" in self.model_fields_set:
            sent["measure"] = self.measure.measure() if self.measure else None
        if "prices" in self.model_fields_set:
            sent["prices"] = {one.price.currency: one.listed() for one in self.prices}
        if "cost" in self.model_fields_set:
            sent["cost"] = self.cost.money() if self.cost else None
        return sent


class VariantIn(VariantFields):
    sku: Code
    price: Price

    def wanted(self) -> WantedVariant:
        given = {name: getattr(self, name) for name in ("sku", "options", "image", "weight_g", "barcode", "external_id")}
        list_price = self.list_price.money() if self.list_price else None
        return WantedVariant(price=self.price.money(), list_price=list_price, **given | self.kept_unless_sent())


class VariantPatch(VariantFields):
    price: Price | None = None

    @field_validator("price", "prices", "options", "weight_g", mode="before")
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        """The fields that were sent, as the variant holds them."""
        sent = self.sent_fields()
        given = {name: value.money() if isinstance(value, Price) else value for name, value in sent.items() if name != "barcodes"}
        return given | self.kept_unless_sent()


Variants = Annotated[list[VariantIn], Field(max_length=MAX_VARIANTS_PER_CALL)]


class VariantsIn(Schema):
    variants: Annotated[list[VariantIn], Field(min_length=1, max_length=MAX_VARIANTS_PER_CALL)]


class ProductFields(Schema):
    external_id: Code | None = None
    slug: Slug | None = None
    brief: BriefTexts = Field(default_factory=dict)
    description: RichTexts = Field(default_factory=dict)
    category_id: Code | None = Field(default=None, examples=[None])
    brand_id: Code | None = Field(default=None, examples=[None])
    tax_class: TaxClass | None = Field(None, description="Unless given, that of the category or the nearest above it.")
    tags: Annotated[list[Tag], Field(max_length=100), AfterValidator(lambda tags: list(dict.fromkeys(tags)))] = Field(default_factory=list)
    attributes: Annotated[list[AttributeIn], Field(max_length=200)] = Field(default_factory=list)
    sections: Annotated[list[SectionIn], Field(max_length=20)] = Field(default_factory=list)
    custom_fields: FieldsIn = Field(default_factory=dict, description=_FIELDS)
    options: Annotated[list[OptionIn], Field(max_length=10)] = Field(default_factory=list)
    images: Annotated[list[ImageIn], Field(max_length=100)] = Field(default_factory=list)
    seo: SeoIn = SeoIn()
    safety: SafetyIn | None = Field(None, description="All of it; null: nothing. When left out, what is there stays.", examples=[None])
    variants: Variants = Field(default_factory=list)
    visible_to: CustomerGroups = Field([], description="Only customers in one of these groups see and buy it. Empty: everybody.")
    channels: SalesChannels = Field([], description="It is sold there only: `web` (without a key), `agent`. Empty: everywhere.")
    metadata: Metadata = Field(default_factory=dict, description="Public: shoppers see it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    @field_validator("options")
    @classmethod
    def _one_axis_each(cls, options: list[OptionIn]) -> list[OptionIn]:
        distinct([option.name for option in options])
        return options

    @field_validator(
        "title", "brief", "description", "tags", "attributes", "sections", "custom_fields", "options", "images", "seo", "variants",
        "visible_to", "channels", "metadata", "private_metadata", mode="before", check_fields=False,
    )  # fmt: skip
    @classmethod
    def _there(cls, value: Any, _: ValidationInfo) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        """The fields that were sent, as the product holds them; `variants` go their own way."""
        sent = {name: value for name, value in self.sent_fields().items() if name != "variants"}
        convert: dict[str, Callable[[Any], Any]] = {
            "options": lambda items: [item.wanted() for item in items],
            "attributes": lambda items: [item.attribute() for item in items],
            "sections": lambda items: [item.section() for item in items],
            "images": lambda items: [item.image() for item in items],
            "seo": lambda seo: seo.seo(),
            "safety": lambda safety: safety and safety.safety(),
        }
        values = {name: convert[name](value) if name in convert else value for name, value in sent.items()}
        if values.get("slug", "") is None:
            del values["slug"]
        return values


class ProductIn(ProductFields):
    title: PlainTexts = Field(examples=[{"zh": "山毛榉砧板", "en": "Beech cutting board"}])
    merchant_id: Code | None = Field(
        None,
        description="Who sells it, for good; unless given the shop itself, or the one merchant whom the caller acts for.",
        examples=[None],
    )


class ProductPatch(ProductFields):
    """Only the fields sent are changed. Variants are matched by SKU: known ones change, new ones are added, others stay."""

    title: PlainTexts | None = None
    status: Literal["active", "inactive"] | None = Field(
        default=None, description="Alone in its call: `active` publishes, `inactive` takes off sale."
    )

    @model_validator(mode="after")
    def _status_alone(self) -> ProductPatch:
        if self.status is not None and self.model_fields_set != {"status"}:
            raise ValueError("send the status alone")
        return self


_ID = "(?:prod|var)_[0-9A-HJKMNP-TV-Z]{26}"


class TitlesQuery(Schema):
    ids: Annotated[str, StringConstraints(pattern=f"^{_ID}(,{_ID}){{0,49}}$")] = Field(
        description="Up to 50 of products and variants, with commas between them.", examples=["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]
    )


class AdminProductsQuery(PageQuery):
    """A page can be shorter than `limit` and still have a `next_cursor` when few of the rows it walked have the wanted fields."""

    status: Status | None = None
    barcode: Code | None = Field(default=None, description="The one product with a variant that has it, in any spelling of its number.")
    field: FieldQuery = Field(default={})
