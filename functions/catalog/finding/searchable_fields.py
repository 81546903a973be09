"""Public filterable custom fields of products in the search index: attributes under names of their own, `field.<key>`.

Private values are not in the map this is made of, so the index cannot tell any.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.catalog.model.attribute import AttributeDefinition, AttributeType
from functions.catalog.model.product import Product
from functions.catalog.search import FIELD_PREFIX
from functions.platform import declared
from functions.shared.fields.custom_fields import FieldDefinition, Resource, filter_texts
from functions.shared.fields.field_filters import readable
from functions.shared.plain.settings import settings

PREFIX = FIELD_PREFIX


def searchable() -> dict[str, FieldDefinition]:
    """By key; at most a minute old."""
    return {key: one for key, one in declared(Resource.PRODUCT).items() if one.is_public and one.filterable}


def asked_fields(asked: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """What shoppers filter by, as the index holds it. To them others are not there: those find nothing. Raises Invalid (422
    `invalid_field`, `range_unreadable`, `range_reversed`)."""
    return readable(searchable(), asked) if asked else {}


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
