"""Face: where a product is shown, while it is on sale."""

from __future__ import annotations

from functions.catalog.model.product import Product, Status
from functions.catalog.products.json_ld import product_url
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.shared.store.records import find


def product_page(product_id: str) -> str | None:
    """Its address in the storefront, for everybody; None for what is not on sale, or for some only. One GetItem."""
    record = find(ProductRecord, product_pk(product_id), PRODUCT_SK)
    product = record.content(Product) if record else None
    return product_url(product.slug) if product and product.status is Status.PUBLISHED and product.visibility.on_the_web else None
