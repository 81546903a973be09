"""Events of products and stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ProductCreated:
    TYPE: ClassVar[str] = "product.created"
    VERSION: ClassVar[int] = 1
    product_id: str


@dataclass(frozen=True)
class ProductChanged:
    """Which top-level fields changed; readers that mirror products take the new state from the product's version."""

    TYPE: ClassVar[str] = "product.edited"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int
    fields: list[str]


@dataclass(frozen=True)
class ProductPublished:
    TYPE: ClassVar[str] = "product.published"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class ProductUnpublished:
    TYPE: ClassVar[str] = "product.unpublished"
    VERSION: ClassVar[int] = 1
    product_id: str
    product_version: int


@dataclass(frozen=True)
class StockAdjusted:
    TYPE: ClassVar[str] = "stock.adjusted"
    VERSION: ClassVar[int] = 1
    variant_id: str
    warehouse: str
    delta: int
    reason: str
