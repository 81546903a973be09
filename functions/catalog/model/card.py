"""What lists show of a product."""

from __future__ import annotations

from dataclasses import field

from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.product import Image, LocalizedText, Product, lowest_price
from functions.catalog.model.visibility.visibility import Visibility
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Card:
    id: str
    slug: str
    title: LocalizedText
    brief: LocalizedText
    status: str
    image: Image | None
    category_id: str | None
    brand_id: str | None
    tags: list[str]
    price_from: Money | None
    list_price_from: Money | None
    variant_count: int
    external_id: str | None
    created_at: str
    updated_at: str
    price_steps: list[PriceStep] = field(default_factory=list)
    tax_class: str | None = None
    visibility: Visibility = field(default_factory=Visibility)

    @property
    def currencies(self) -> list[str]:
        """What it can be bought in, its own first."""
        own = [self.price_from.currency] if self.price_from else []
        return list(dict.fromkeys([*own, *(step.price.currency for step in self.price_steps)]))

    def price_at(self, at: str, currency: str | None = None) -> PriceStep | None:
        return lowest_price(self.price_from, self.list_price_from, self.price_steps, at, currency)


def card_of(product: Product) -> Card:
    return Card(
        id=product.id,
        slug=product.slug,
        title=product.title,
        brief=product.brief,
        status=product.status.value,
        image=product.images[0] if product.images else None,
        category_id=product.category_id,
        brand_id=product.brand_id,
        tags=product.tags,
        price_from=product.price_from,
        list_price_from=product.list_price_from,
        variant_count=product.variant_count,
        external_id=product.external_id,
        created_at=product.created_at,
        updated_at=product.updated_at,
        price_steps=product.price_steps,
        tax_class=product.tax_class,
        visibility=product.visibility,
    )
