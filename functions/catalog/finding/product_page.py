"""Face: where a product is shown, while it is on sale."""

from __future__ import annotations

from functions.catalog.model.product import Product, Status
from functions.catalog.model.visibility.visibility import Asker, Visibility
from functions.catalog.products.json_ld import product_url
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find


@dataclass(frozen=True)
class ProductPage:
    """`url`: its address in the storefront. `plain_url`: another one that leads there and tells nothing of the product."""

    url: str
    plain_url: str
    visibility: Visibility

    def is_for(self, who: Asker) -> bool:
        return self.visibility.on_the_web or self.visibility.is_for(who)


def product_page(product_id: str) -> ProductPage | None:
    """None for what is not on sale. One GetItem."""
    record = find(ProductRecord, product_pk(product_id), PRODUCT_SK)
    product = record.content(Product) if record else None
    if product is None or product.status is not Status.PUBLISHED:
        return None
    return ProductPage(product_url(product.slug), product_url(product_id), product.visibility)
