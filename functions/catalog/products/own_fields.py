"""Custom fields of products, variants and categories, from what editors send to what is kept.

Besides declared ones, products know fields that carry their own type (`{"type": …, "value": …, "public": …}`): those of catalogues that
were written before fields could be declared. For a declared key the declaration decides, whichever way its value is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.model.product import CustomField
from functions.catalog.model.variant_plan import KEEP, WantedVariant
from functions.catalog.products.attribute_schemas import CustomFieldIn
from functions.platform import checked_fields, declared
from functions.shared.fields.custom_fields import Fields, Resource
from functions.shared.fields.field_types import FieldType
from functions.shared.http.validation import parse

_TYPED, _OWN = {"type", "value"}, {"type", "value", "public"}


def product_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of `custom_fields` as a product holds them; nothing when none are sent. Raises Invalid (422)."""
    if "custom_fields" not in values:
        return {}
    given: Mapping[str, Any] = values["custom_fields"]
    known = declared(Resource.PRODUCT) if given else {}
    if any(key not in known for key in given):
        known = declared(Resource.PRODUCT, newest=True)
    own: dict[str, CustomField] = {}
    typed: Fields = {}
    for key, value in given.items():
        told = isinstance(value, dict) and _TYPED <= value.keys() <= _OWN
        if told and key not in known:
            own[key] = parse(value, CustomFieldIn, root=f"/custom_fields/{key}").field()
        else:
            typed[key] = value["value"] if told and known[key].type is not FieldType.JSON else value
    checked = checked_fields(Resource.PRODUCT, typed)
    return {"custom_fields": own, "fields": checked.public, "private_fields": checked.private}


def category_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with `custom_fields` parted. Raises Invalid (422)."""
    rest = dict(values)
    if "custom_fields" in rest:
        checked = checked_fields(Resource.CATEGORY, rest.pop("custom_fields"))
        rest |= {"fields": checked.public, "private_fields": checked.private}
    return rest


def with_fields(wanted: Sequence[WantedVariant], pointer: str = "/variants/{}/custom_fields") -> list[WantedVariant]:
    """The wanted variants with their custom fields checked. Raises Invalid (422)."""
    return [_with_fields(item, pointer.format(position)) for position, item in enumerate(wanted)]


def _with_fields(item: WantedVariant, pointer: str) -> WantedVariant:
    if item.custom_fields is KEEP:
        return item
    checked = checked_fields(Resource.VARIANT, item.custom_fields, pointer=pointer)
    return replace(item, fields=checked.public, private_fields=checked.private)
