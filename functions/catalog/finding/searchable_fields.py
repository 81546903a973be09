"""Public filterable custom fields of products in the search index: attributes under names of their own, `field.<key>`.

Private values are not in the map this is made of, so the index cannot tell any.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.model.attribute import AttributeDefinition, AttributeType
from functions.catalog.model.product import Product
from functions.catalog.search import FIELD_PREFIX
from functions.platform import declared, filtered_by
from functions.shared.fields.custom_fields import FieldDefinition, Resource, filter_texts
from functions.shared.plain.settings import settings

PREFIX = FIELD_PREFIX


def searchable(*, newest: bool = False) -> dict[str, FieldDefinition]:
    """By key; at most some seconds old, unless they must be the `newest`."""
    return {key: one for key, one in declared(Resource.PRODUCT, newest=newest).items() if is_searchable(one)}


def is_searchable(one: FieldDefinition) -> bool:
    return one.resource is Resource.PRODUCT and one.is_public and one.filterable and not one.deleted_at


def asked_fields(asked: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """What shoppers filter by, as the index holds it. To them private fields are not there. Raises Invalid (422 `unknown_field`,
    `invalid_field`, `range_unreadable`, `range_reversed`)."""
    return filtered_by(Resource.PRODUCT, asked, public_only=True)


def field_values(product: Product, known: Mapping[str, FieldDefinition]) -> dict[str, tuple[str, ...]]:
    """What the index holds of a product's fields."""
    found = {PREFIX + key: tuple(filter_texts(value)) for key, value in product.fields.items() if key in known}
    return {name: values for name, values in found.items() if values}


def facet_definitions() -> dict[str, AttributeDefinition]:
    """What facets call them."""
    return {
        PREFIX + key: AttributeDefinition(PREFIX + key, one.name or {settings().default_language: key}, AttributeType.TEXT)
        for key, one in searchable().items()
    }
