"""The attributes of a product against what its category declares."""

from __future__ import annotations

from collections.abc import Sequence

from functions.catalog.model.attribute import Attribute, TypedValue, missing, resolve
from functions.catalog.model.product import Product
from functions.catalog.store.repository import stored_tree
from functions.shared.plain.errors import Fault


def resolved(category_id: str | None, given: Sequence[Attribute | TypedValue]) -> list[Attribute]:
    """One request, and only where there are typed ones. Raises Invalid (422) with a pointer per wrong value."""
    if all(isinstance(item, Attribute) and item.code is None for item in given):
        return [item for item in given if isinstance(item, Attribute)]
    return resolve(stored_tree().tree.attributes(category_id), given)


def missing_attributes(product: Product) -> list[Fault]:
    """Required ones without a value."""
    if product.category_id is None:
        return []
    return missing(stored_tree().tree.attributes(product.category_id), product.attributes)
