"""A product as plain data, and the rules that need nothing but the product."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from functions.catalog.model.attribute import Attribute
from functions.catalog.model.barcode import distinct_codes
from functions.catalog.model.measure import Measure
from functions.catalog.model.price import Listed, RegularPrice, TimedDiscount, regular_at
from functions.catalog.model.price_steps import PriceStep, price_steps, step_at
from functions.catalog.model.safety import ProductSafety
from functions.catalog.model.visibility.visibility import Visibility
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault
from functions.shared.plain.money import Money
from functions.shared.plain.option_texts import OptionText
from functions.shared.plain.sides import Sides

SNAPSHOT_VARIANTS = 100
MAX_VARIANTS = 500
PLATFORM = "platform"
"""The merchant of what the shop itself sells."""

LocalizedText = dict[str, str]


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    ARCHIVED = "archived"


EVERYDAY = (Status.DRAFT, Status.PUBLISHED, Status.UNPUBLISHED)
"""What lists show unless they are asked for what was put away."""

TRANSITIONS = {
    Status.DRAFT: {Status.PUBLISHED, Status.ARCHIVED},
    Status.PUBLISHED: {Status.UNPUBLISHED, Status.ARCHIVED},
    Status.UNPUBLISHED: {Status.PUBLISHED, Status.ARCHIVED},
    Status.ARCHIVED: {Status.UNPUBLISHED},
}


@dataclass(frozen=True)
class Section:
    """A part of the description with its own heading."""

    title: LocalizedText
    body: LocalizedText


@dataclass(frozen=True)
class CustomField:
    type: str
    value: Any
    public: bool = False


@dataclass(frozen=True)
class Option:
    """An axis of variants, e.g. colour, and its values in the order they are shown.

    Name and values identify variants; `names` and, by value, `labels` are what they are called in further languages.
    """

    name: str
    values: list[str]
    names: LocalizedText = field(default_factory=dict)
    labels: dict[str, LocalizedText] = field(default_factory=dict)

    def text_of(self, value: str) -> OptionText:
        return OptionText(self.names, self.labels.get(value, {}))


@dataclass(frozen=True)
class Image:
    url: str
    alt: LocalizedText = field(default_factory=dict)


@dataclass(frozen=True)
class Seo:
    title: LocalizedText = field(default_factory=dict)
    description: LocalizedText = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Size:
    """Of one piece as packed, in millimetres."""

    length: int
    width: int
    height: int

    @property
    def sides(self) -> Sides:
        return self.length, self.width, self.height


@dataclass(frozen=True)
class Variant:
    """What is sold: one combination of options. `position` is its place among the product's variants.

    `price` is the regular price as last written; what is paid at a moment is `price.effective_at`.
    """

    id: str
    product_id: str
    position: int
    sku: str
    options: dict[str, str]
    price: Money
    list_price: Money | None = None
    image: str | None = None
    weight_g: int = 0
    barcode: str | None = None
    external_id: str | None = None
    prices: dict[str, Listed] = field(default_factory=dict)
    cost: Money | None = None
    regular: list[RegularPrice] = field(default_factory=list)
    discounts: list[TimedDiscount] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)
    # Besides `barcode`, which is the first.
    further_barcodes: list[str] = field(default_factory=list)
    size_mm: Size | None = None
    measure: Measure | None = None
    # What it is sold for besides its price (price.Priced).
    apart: list[TimedDiscount] = field(default_factory=list)

    @property
    def barcodes(self) -> list[str]:
        codes = [self.barcode, *self.further_barcodes] if self.barcode else self.further_barcodes
        return distinct_codes(codes) if codes else []

    def as_of(self, at: str) -> Variant:
        """With the regular prices of that moment as its written ones: what was scheduled has happened."""
        own = regular_at(self, self.price.currency, at) or Listed(self.price, self.list_price)
        prices = {code: regular_at(self, code, at) or listed for code, listed in self.prices.items()}
        return replace(self, price=own.price, list_price=own.list_price, prices=prices)


@dataclass(frozen=True)
class ProductFacts:
    """What a variant carries of its product, so that it can be sold without reading the product.

    `option_texts` are by option name, and only those of the variant's own values.
    """

    title: LocalizedText
    image: str | None
    category_id: str | None
    brand_id: str | None
    tags: tuple[str, ...]
    published: bool
    merchant_id: str = PLATFORM
    tax_class: str | None = None
    option_texts: dict[str, OptionText] = field(default_factory=dict)
    visibility: Visibility = field(default_factory=Visibility)


@dataclass(frozen=True)
class Product:
    """`fields` and `private_fields` are values of declared custom fields, `custom_fields` are those that carry their own type.

    `variants` holds the first 100; of further ones only `further_combinations` is kept here, for uniqueness."""

    id: str
    slug: str
    title: LocalizedText
    status: Status
    created_at: str
    updated_at: str
    brief: LocalizedText = field(default_factory=dict)
    description: LocalizedText = field(default_factory=dict)
    category_id: str | None = None
    brand_id: str | None = None
    tags: list[str] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    custom_fields: dict[str, CustomField] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    variant_count: int = 0
    further_combinations: list[str] = field(default_factory=list)
    price_from: Money | None = None
    list_price_from: Money | None = None
    price_steps: list[PriceStep] = field(default_factory=list)
    external_id: str | None = None
    merchant_id: str = PLATFORM
    tax_class: str | None = None
    published_at: str | None = None
    seo: Seo = field(default_factory=Seo)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)
    safety: ProductSafety | None = None
    visible_to: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)

    def price_at(self, at: str, currency: str | None = None) -> PriceStep | None:
        """Its lowest price at a moment, in its own currency or the given one."""
        return lowest_price(self.price_from, self.list_price_from, self.steps(at), at, currency)

    def steps(self, now: str) -> list[PriceStep]:
        """Those that are kept; made anew from the variants where they were kept before claims were."""
        if all(step.knows_claims for step in self.price_steps) or self.variant_count > len(self.variants):
            return self.price_steps
        return price_steps(self.variants, now)

    @property
    def visibility(self) -> Visibility:
        return Visibility(tuple(self.visible_to), tuple(self.channels))

    @property
    def image(self) -> str | None:
        return self.images[0].url if self.images else None

    def facts(self, options: Mapping[str, str]) -> ProductFacts:
        """Of the variant with these options."""
        published = self.status is Status.PUBLISHED
        own = (self.merchant_id, self.tax_class, self.texts_of(options), self.visibility)
        return ProductFacts(self.title, self.image, self.category_id, self.brand_id, tuple(self.tags), published, *own)

    def texts_of(self, options: Mapping[str, str]) -> dict[str, OptionText]:
        """By option name; those that are not translated are left out."""
        translated = [axis for axis in self.options if (axis.names or axis.labels) and axis.name in options]
        texts = {axis.name: axis.text_of(options[axis.name]) for axis in translated} if translated else {}
        return {name: text for name, text in texts.items() if text.name or text.value} if texts else texts

    def mirrored(self) -> tuple[ProductFacts, dict[str, object]]:
        """All that any of its variants carries of it: variants follow where this changes."""
        return self.facts({}), {axis.name: (axis.names, axis.labels) for axis in self.options if axis.names or axis.labels}


def lowest_price(
    price: Money | None, list_price: Money | None, steps: Sequence[PriceStep], at: str, currency: str | None
) -> PriceStep | None:
    """The step in force at a moment; without steps, the price as last written."""
    if price is None:
        return None
    wanted = currency or price.currency
    step = step_at(steps, wanted, at)
    return step or (PriceStep("", price, list_price) if wanted == price.currency else None)


def combination(options: dict[str, str]) -> str:
    """A short name of a combination of option values: 60 bits, ample for 500 of one product."""
    text = "\x1f".join(f"{name}\x1e{value}" for name, value in sorted(options.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:15]


def cheapest(variants: Iterable[Variant]) -> Variant | None:
    return min(variants, key=lambda variant: (variant.price.amount, variant.position), default=None)


def option_faults(options: Sequence[Option], variants: Sequence[tuple[str, dict[str, str]]]) -> list[Fault]:
    """Every variant must name each option once, with one of its values. `variants` are (JSON pointer, options)."""
    values = {option.name: set(option.values) for option in options}
    faults = []
    for pointer, chosen in variants:
        if chosen.keys() != values.keys():
            faults.append(Fault(f"{pointer}/options", "option_mismatch", "Name exactly the options of the product: " + ", ".join(values)))
            continue
        faults += [
            Fault(f"{pointer}/options", "unknown_option_value", f"{value!r} is no value of {name}.")
            for name, value in chosen.items()
            if value not in values[name]
        ]
    return faults


def missing_for_publishing(product: Product, *, has_stock: bool) -> list[Fault]:
    """What still keeps the product from being sold: one fault per missing thing, empty when it may be published."""
    checks = [
        (any(product.title.values()), "/title", "name_missing", "A name is needed."),
        (any(product.description.values()), "/description", "description_missing", "A description is needed."),
        (product.price_from is not None, "/variants", "price_missing", "Every variant needs a price."),
        (bool(product.images), "/images", "image_missing", "An image is needed."),
        (has_stock, "/variants", "stock_missing", "At least one variant must have stock available."),
    ]
    return [Fault(pointer, code, detail) for holds, pointer, code, detail in checks if not holds]
