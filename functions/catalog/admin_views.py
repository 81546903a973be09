"""What editors get: everything that is stored, in all languages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import Field

from functions.catalog.brand import Brand
from functions.catalog.card import Card
from functions.catalog.category import Category
from functions.catalog.product import Product, Status, Variant
from functions.catalog.read_stock import Level
from functions.catalog.records import CardRecord
from functions.catalog.schemas import StockState
from functions.catalog.stock import DEFAULT_WAREHOUSE, Movement, state_of
from functions.catalog.views import money
from functions.shared.pages import Page
from functions.shared.records import load
from functions.shared.validation import MoneyModel, Schema

Texts = dict[str, str]


class VariantDetails(Schema):
    id: str
    product_id: str
    position: int
    sku: str
    options: dict[str, str]
    price: MoneyModel
    list_price: MoneyModel | None
    image: str | None
    weight_g: int
    barcode: str | None
    external_id: str | None

    @classmethod
    def of(cls, variant: Variant) -> VariantDetails:
        fields = vars(variant) | {"price": MoneyModel.of(variant.price), "list_price": money(variant.list_price)}
        return cls(**fields)


class VariantDetailsPage(Schema):
    data: list[VariantDetails]
    next_cursor: str | None = None


class AddedVariants(Schema):
    data: list[VariantDetails]
    version: int = Field(description="The product's new version.")


class ImageDetails(Schema):
    url: str
    alt: Texts


class OptionDetails(Schema):
    name: str
    values: list[str]


class AttributeDetails(Schema):
    name: Texts
    value: Texts


class SeoDetails(Schema):
    title: Texts
    description: Texts


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
    tags: list[str]
    attributes: list[AttributeDetails]
    options: list[OptionDetails]
    images: list[ImageDetails]
    variants: list[VariantDetails] = Field(description="The first 100; all of them by `GET …/variants`.")
    variant_count: int
    price_from: MoneyModel | None
    list_price_from: MoneyModel | None
    seo: SeoDetails
    metadata: dict[str, str]
    created_at: str
    updated_at: str
    published_at: str | None

    @classmethod
    def of(cls, product: Product, version: int) -> ProductDetails:
        fields: dict[str, Any] = asdict(product)
        del fields["further_combinations"]
        return cls(version=version, **fields)


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
        fields |= {"image": card.image.url if card.image else None, "price_from": money(card.price_from)}
        return cls(version=int(record.version), stock_state=record.stock_state, **fields)


class ProductSummaryPage(Schema):
    data: list[ProductSummary]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[CardRecord]) -> ProductSummaryPage:
        return cls(data=[ProductSummary.of(record) for record in page.data], next_cursor=page.next_cursor)


class CategoryDetails(Schema):
    id: str
    version: int
    name: Texts
    description: Texts
    parent_id: str | None
    sort: int
    image: str | None
    external_id: str | None
    taxonomy_code: str | None
    metadata: dict[str, str]

    @classmethod
    def of(cls, category: Category, version: int) -> CategoryDetails:
        return cls(version=version, **vars(category))


class CategoryDetailsPage(Schema):
    data: list[CategoryDetails]
    next_cursor: str | None = None


class BrandDetails(Schema):
    id: str
    version: int
    name: Texts
    description: Texts
    logo: str | None
    sort: int
    external_id: str | None
    metadata: dict[str, str]

    @classmethod
    def of(cls, brand: Brand, version: int) -> BrandDetails:
        return cls(version=version, **vars(brand))


class BrandDetailsPage(Schema):
    data: list[BrandDetails]
    next_cursor: str | None


class WarehouseLevel(Schema):
    warehouse: str
    on_hand: int
    reserved: int
    available: int


class StockLevel(Schema):
    variant_id: str
    product_id: str
    sku: str
    on_hand: int
    reserved: int
    available: int
    state: StockState
    version: int
    warehouses: list[WarehouseLevel]

    @classmethod
    def of(cls, level: Level) -> StockLevel:
        counters = {"on_hand": level.on_hand, "reserved": level.reserved, "available": level.available}
        variant = {"variant_id": level.variant.id, "product_id": level.variant.product_id, "sku": level.variant.sku}
        here = WarehouseLevel(warehouse=DEFAULT_WAREHOUSE, **counters)
        return cls(state=state_of(level.available), version=level.version, warehouses=[here], **variant, **counters)


class MovementActor(Schema):
    kind: str
    id: str


class MovementView(Schema):
    """Differences: `available` + `reserved` is what on hand changed by."""

    at: str
    cause: str
    reason: str
    actor: MovementActor
    warehouse: str
    on_hand: int
    reserved: int
    available: int


class MovementPage(Schema):
    data: list[MovementView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Movement]) -> MovementPage:
        rows = [MovementView(on_hand=movement.available + movement.reserved, **asdict(movement)) for movement in page.data]
        return cls(data=rows, next_cursor=page.next_cursor)
