"""A collection: a saved rule, or a list that staff sorted by hand. Which products it has is asked of the search index when it is read."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum

from functions.catalog.model.product import Seo
from functions.shared.plain.deferred import dataclass

MOST_PRODUCTS = 500
MOST_OLD_SLUGS = 50


class Status(StrEnum):
    """A draft is seen by staff only."""

    DRAFT = "draft"
    ACTIVE = "active"


class ProductsSort(StrEnum):
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    BEST_SELLING = "best_selling"


@dataclass(frozen=True)
class Rule:
    """Several values of one condition mean any of them; all conditions must hold; without one it is everything on sale.

    Prices are minor units of `currency`. `newest_days`: came out in the last so many times 24 hours.
    """

    categories: list[str] = field(default_factory=list)
    brands: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    currency: str = ""
    in_stock: bool | None = None
    newest_days: int | None = None


@dataclass(frozen=True)
class Collection:
    """`rule`, or else `products` in their order. `products_sort`: how they are listed where no order is asked for (None: the newest first,
    or as they were sorted by hand). `sort`: its own place among collections."""

    id: str
    slug: str
    name: dict[str, str]
    created_at: str
    status: Status = Status.DRAFT
    rule: Rule | None = None
    products: list[str] = field(default_factory=list)
    products_sort: ProductsSort | None = None
    description: dict[str, str] = field(default_factory=dict)
    image: str | None = None
    seo: Seo = field(default_factory=Seo)
    sort: int = 0
    old_slugs: list[str] = field(default_factory=list)

    def renamed(self, slug: str) -> Collection:
        """The slug given up still leads to it; of very many the oldest do not."""
        if slug == self.slug:
            return self
        old = [*(one for one in self.old_slugs if one != slug), self.slug]
        return replace(self, slug=slug, old_slugs=old[-MOST_OLD_SLUGS:])

    @property
    def all_slugs(self) -> set[str]:
        return {self.slug, *self.old_slugs}
