"""Custom fields of customers: their own public ones, and all of them for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.customers.model.customer import Gender
from functions.platform import checked_fields
from functions.shared.fields.custom_fields import Resource


def own_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What customers change on themselves: private fields stay, to them there are none. Raises Invalid (422)."""
    rest = dict(changes)
    if "custom_fields" in rest:
        rest["fields"] = checked_fields(Resource.CUSTOMER, rest.pop("custom_fields"), public_only=True).public
    if rest.get("gender") is not None:
        rest["gender"] = Gender(rest["gender"])
    return rest


def staff_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid (422)."""
    rest = dict(changes)
    if "custom_fields" in rest:
        checked = checked_fields(Resource.CUSTOMER, rest.pop("custom_fields"))
        rest |= {"fields": checked.public, "private_fields": checked.private}
    return rest
