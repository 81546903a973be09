"""A product in the shape in which it is exported and imported again: no ids of this shop, names instead. Pure.

Maps are sorted and empty fields left out, so that the same product always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.model.attribute import Attribute, AttributeDefinition, TypedValue, as_sent, inherited
from functions.catalog.model.brand import Brand
from functions.catalog.model.category import Category
from functions.catalog.model.price import Listed
from functions.catalog.model.product import Option, Product, Seo, Status, Variant
from functions.catalog.model.safety import Contact, ProductSafety
from functions.catalog.model.scheduled_price import ScheduledPrice, planned
from functions.catalog.model.shown_fields import sent_fields, sent_of_variant
from functions.shared.plain.money import Money

Body = dict[str, Any]


def product_body(
    product: Product, variants: Sequence[Variant], *, brand: Brand | None, path: Sequence[Category], stock: Mapping[str, int], now: str
) -> Body:
    """`path` leads from the root to the product's category; `stock` is what is on hand by variant id.

    `variants` are those of the moment `now` (Variant.as_of): their prices in force, and what is planned from then on.
    """
    declared = inherited(category.attributes for category in path)
    return _filled(
        {
            "external_id": product.external_id,
            "slug": product.slug,
            "title": _texts(product.title),
            "brief": _texts(product.brief),
            "description": _texts(product.description),
            "brand": _brand(brand) if brand else None,
            "category": [_category(one) for one in path],
            "tags": product.tags,
            "attributes": [_attribute(item) for item in as_sent(declared, product.attributes)],
            "sections": [{"title": _texts(one.title), "body": _texts(one.body)} for one in product.sections],
            "custom_fields": sent_fields(product),
            "options": [_option(option) for option in product.options],
            "images": [_filled({"url": image.url, "alt": _texts(image.alt)}) for image in product.images],
            "seo": _seo(product.seo),
            "safety": _safety(product.safety) if product.safety else None,
            "metadata": _texts(product.metadata),
            "private_metadata": _texts(product.private_metadata),
            "published": product.status is Status.PUBLISHED,
            "variants": [_variant(variant, product, stock.get(variant.id, 0), now) for variant in variants],
        }
    )


def _brand(brand: Brand) -> Body:
    return _filled(
        {
            "external_id": brand.external_id,
            "name": _texts(brand.name),
            "description": _texts(brand.description),
            "logo": brand.logo,
            "sort": brand.sort or None,
            "metadata": _texts(brand.metadata),
            "private_metadata": _texts(brand.private_metadata),
        }
    )


def _category(category: Category) -> Body:
    """With what its products need to be there: the attributes it declares."""
    return _filled(
        {
            "external_id": category.external_id,
            "name": _texts(category.name),
            "description": _texts(category.description),
            "sort": category.sort or None,
            "image": category.image,
            "taxonomy_code": category.taxonomy_code,
            "slug": category.slug,
            "attributes": [_declared(one) for one in category.attributes],
            "seo": _seo(category.seo),
            "metadata": _texts(category.metadata),
            "private_metadata": _texts(category.private_metadata),
            "custom_fields": dict(sorted((category.fields | category.private_fields).items())),
        }
    )


def _declared(one: AttributeDefinition) -> Body:
    values = [{"code": value.code, "name": _texts(value.name)} for value in one.values]
    return _filled(
        vars(one) | {"name": _texts(one.name), "type": one.type.value, "unit_names": _texts(one.unit_names or {}), "values": values}
    )


def _option(option: Option) -> Body:
    labels = {value: _texts(texts) for value, texts in sorted(option.labels.items())}
    return {"name": option.name, "values": option.values} | _filled({"names": _texts(option.names), "labels": labels})


def _attribute(item: Attribute | TypedValue) -> Body:
    if isinstance(item, TypedValue):
        # The first language of a text is what it is found by: its order stays.
        return {"code": item.code, "value": item.value}
    return {"name": _texts(item.name), "value": _texts(item.value)}


def _seo(seo: Seo) -> Body:
    return _filled({"title": _texts(seo.title), "description": _texts(seo.description), "keywords": dict(sorted(seo.keywords.items()))})


def _safety(safety: ProductSafety) -> Body:
    maker, people = safety.manufacturer, safety.responsible_persons
    return _filled(
        {
            "manufacturer": _said(maker) if maker else None,
            "responsible_persons": [_said(one) for one in people],
            "identifier": safety.identifier or None,
            "warnings": _texts(safety.warnings),
            "no_warnings": safety.no_warnings or None,
            "exempt": safety.exempt.value if safety.exempt else None,
        }
    )


def _said(contact: Contact) -> Body:
    return {name: value for name, value in vars(contact).items() if value}


def _variant(variant: Variant, product: Product, stock: int, now: str) -> Body:
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
            "size_mm": vars(variant.size_mm) if variant.size_mm else None,
            "measure": vars(variant.measure) if variant.measure else None,
            "barcode": next(iter(variant.barcodes), None),
            "barcodes": variant.barcodes if len(variant.barcodes) > 1 else None,
            "stock": stock,
            "metadata": _texts(variant.metadata),
            "private_metadata": _texts(variant.private_metadata),
            "custom_fields": sent_of_variant(variant),
            "scheduled_prices": [_planned(one) for one in planned(variant, now)],
        }
    )


def _planned(one: ScheduledPrice) -> Body:
    return _filled(
        {
            "kind": one.kind,
            "price": _money(one.price),
            "list_price": _money(one.list_price) if one.list_price else None,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "label": _texts(one.label),
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
