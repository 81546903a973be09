"""A product in the shape in which it is exported and imported again: no ids of this shop, names instead. Pure.

Maps are sorted and empty fields left out, so that the same product always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.brand import Brand
from functions.catalog.category import Category
from functions.catalog.price import Listed
from functions.catalog.product import Product, Status, Variant
from functions.shared.money import Money

Body = dict[str, Any]


def product_body(
    product: Product, variants: Sequence[Variant], *, brand: Brand | None, path: Sequence[Category], stock: Mapping[str, int]
) -> Body:
    """`path` leads from the root to the product's category; `stock` is what is available by variant id."""
    return _filled(
        {
            "external_id": product.external_id,
            "slug": product.slug,
            "title": _texts(product.title),
            "brief": _texts(product.brief),
            "description": _texts(product.description),
            "brand": _filled({"external_id": brand.external_id, "name": _texts(brand.name)}) if brand else None,
            "category": [_filled({"external_id": one.external_id, "name": _texts(one.name)}) for one in path],
            "tags": product.tags,
            "attributes": [{"name": _texts(item.name), "value": _texts(item.value)} for item in product.attributes],
            "options": [{"name": option.name, "values": option.values} for option in product.options],
            "images": [_filled({"url": image.url, "alt": _texts(image.alt)}) for image in product.images],
            "seo": _filled({"title": _texts(product.seo.title), "description": _texts(product.seo.description)}),
            "metadata": dict(sorted(product.metadata.items())),
            "published": product.status is Status.PUBLISHED,
            "variants": [_variant(variant, product, stock.get(variant.id, 0)) for variant in variants],
        }
    )


def _variant(variant: Variant, product: Product, stock: int) -> Body:
    return _filled(
        {
            "external_id": variant.external_id,
            "sku": variant.sku,
            "options": {option.name: variant.options[option.name] for option in product.options if option.name in variant.options},
            "price": _money(variant.price),
            "list_price": _money(variant.list_price) if variant.list_price else None,
            "prices": [_listed(listed) for _, listed in sorted(variant.prices.items())],
            "cost": _money(variant.cost) if variant.cost else None,
            "image": variant.image,
            "weight_g": variant.weight_g or None,
            "barcode": variant.barcode,
            "stock": stock,
        }
    )


def _listed(listed: Listed) -> Body:
    return {"price": _money(listed.price)} | ({"list_price": _money(listed.list_price)} if listed.list_price else {})


def _money(money: Money) -> Body:
    return {"amount": money.amount, "currency": money.currency}


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(texts.items()))


def _filled(fields: Body) -> Body:
    return {name: value for name, value in fields.items() if value is not None and value not in ({}, [])}
