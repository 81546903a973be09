"""Custom fields as they are shown: to shoppers the public ones, to editors all."""

from __future__ import annotations

from functions.catalog.model.product import Product, Variant
from functions.shared.fields.custom_fields import Fields


def sent_fields(product: Product) -> Fields:
    """All of a product's custom fields as an editor would send them."""
    own = {name: {"type": one.type, "value": one.value, "public": one.public} for name, one in product.custom_fields.items()}
    return dict(sorted((own | product.fields | product.private_fields).items()))


def shown_fields(product: Product) -> Fields:
    """What shoppers see of them."""
    return {name: one.value for name, one in product.custom_fields.items() if one.public} | product.fields


def sent_of_variant(variant: Variant) -> Fields:
    return dict(sorted((variant.fields | variant.private_fields).items()))
