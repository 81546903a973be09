"""A product for search engines: schema.org Product with its offers.

Source: https://schema.org/Product, /AggregateOffer, /ItemAvailability.
"""

from __future__ import annotations

from typing import Any

from functions.catalog.model.price_steps import PriceStep
from functions.catalog.model.product import Product
from functions.catalog.model.review import Rating
from functions.catalog.products.schemas import BrandName
from functions.shared.plain.money import to_decimal
from functions.shared.plain.settings import settings
from functions.stock import BACKORDER, OUT, PREORDER

_AVAILABILITY = {OUT: "OutOfStock", PREORDER: "PreOrder", BACKORDER: "BackOrder"}


def product_url(slug: str) -> str:
    return f"{settings().public_base_url.rstrip('/')}/products/{slug}"


def json_ld(
    product: Product, title: str, brief: str, price: PriceStep | None, state: str, brand: BrandName | None, rating: Rating
) -> dict[str, Any]:
    """For `<script type="application/ld+json">`; without what is not known. Texts are as typed: who writes it into a page escapes `<`."""
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "description": brief,
        "productID": product.id,
        "url": product_url(product.slug),
        "image": [image.url for image in product.images],
        "brand": {"@type": "Brand", "name": brand.name} if brand else None,
    }
    if len(product.variants) == 1:
        node |= {"sku": product.variants[0].sku, "gtin": next(iter(product.variants[0].barcodes), None)}
    if rating.count:
        node["aggregateRating"] = {"@type": "AggregateRating", "ratingValue": rating.average, "reviewCount": rating.count}
    if price:
        node["offers"] = {
            "@type": "Offer" if product.variant_count == 1 else "AggregateOffer",
            "price" if product.variant_count == 1 else "lowPrice": str(to_decimal(price.price)),
            "priceCurrency": price.price.currency,
            "availability": "https://schema.org/" + _AVAILABILITY.get(state, "InStock"),
            "url": product_url(product.slug),
        } | ({} if product.variant_count == 1 else {"offerCount": product.variant_count})
    return {name: value for name, value in node.items() if value not in (None, "", [])}
