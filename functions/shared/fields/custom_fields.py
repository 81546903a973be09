"""Fields of the merchant's own: declared once with a type, checked on every way in, public or private for good. Pure.

A resource holds its values in two maps, `custom_fields` and `private_fields`: what may be shown to shoppers is decided when it is written
and cannot change afterwards, so no read for shoppers has to look up a definition, and none can show a private value by mistake.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from functions.shared.fields.field_types import CHECKS, REFERENCES, FieldType, NotOfType, exact, matcher
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.value_ranges import ranges_of

MAX_DEFINITIONS = 100
"""Of one resource."""
MAX_ITEMS = 100
MAX_SIZE = 16_000
"""Characters of all values of one resource together, as JSON."""
MAX_FILTERABLE = 250
"""Characters of a value that can be filtered by."""

Fields = dict[str, Any]
FieldsIn = Annotated[
    dict[str, Any],
    Field(
        max_length=MAX_DEFINITIONS,
        examples=[{}],
        description="Values of declared fields by their keys, all of them: what is not sent goes, as does what is null.",
    ),
]
FieldsOut = Annotated[dict[str, Any], Field(examples=[{}], description="Values of declared fields by their keys.")]


class Resource(StrEnum):
    PRODUCT = "product"
    VARIANT = "variant"
    CATEGORY = "category"
    CUSTOMER = "customer"
    ORDER = "order"


class Visibility(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True)
class Validation:
    """Bounds of numbers, amounts and dates (`min`, `max`), of texts and lists; what does not apply to the type is None."""

    min: int | float | str | None = None
    max: int | float | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    regex: str | None = None
    allowed_values: list[Any] | None = None
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True)
class FieldDefinition:
    """`many`: a list of values of the type. `refers_to`: what a reference names; None for anything."""

    resource: Resource
    key: str
    type: FieldType
    visibility: Visibility
    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    many: bool = False
    filterable: bool = False
    validation: Validation = Validation()
    refers_to: str | None = None
    created_at: str = ""
    deleted_at: str | None = None

    @property
    def is_public(self) -> bool:
        return self.visibility is Visibility.PUBLIC

    def checked(self, value: Any) -> Any:
        """The value as it is kept. Raises NotOfType."""
        if not self.many:
            return self._one(value)
        most, least = self.validation.max_items, self.validation.min_items or 0
        most = MAX_ITEMS if most is None else most
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise NotOfType(f"a list of {least} to {most}")
        return [self._one(one) for one in value]

    def _one(self, value: Any) -> Any:
        kept, rules = CHECKS[self.type](value), self.validation
        if self.refers_to and not str(kept).startswith(REFERENCES[self.refers_to] + "_"):
            raise NotOfType(f"the id of a {self.refers_to}")
        measured = _measured(kept)
        if measured is not None and not _within(measured, rules.min, rules.max):
            raise NotOfType(f"a value {_range(rules.min, rules.max)}")
        if isinstance(kept, str):
            if not (rules.min_length or 0) <= len(kept) <= (len(kept) if rules.max_length is None else rules.max_length):
                raise NotOfType(f"a length {_range(rules.min_length, rules.max_length)}")
            if rules.regex is not None and not matcher(rules.regex)(kept):
                raise NotOfType(f"a text that fits {rules.regex}")
        if rules.allowed_values is not None and not any(kept == one and type(kept) is type(one) for one in rules.allowed_values):
            raise NotOfType("one of " + ", ".join(map(str, rules.allowed_values)))
        return kept


@dataclass(frozen=True)
class Checked:
    """What was sent, parted by who may see it."""

    public: Fields
    private: Fields


def check_fields(
    definitions: Mapping[str, FieldDefinition], given: Mapping[str, Any], *, pointer: str = "/custom_fields", public_only: bool = False
) -> Checked:
    """Raises Invalid (422) with a pointer per unknown key or wrong value. For whom only public ones exist, a private key is unknown."""
    public: Fields = {}
    private: Fields = {}
    faults: list[Fault] = []
    for key, value in given.items():
        place = f"{pointer}/" + key.replace("~", "~0").replace("/", "~1")
        found = definitions.get(key)
        if found is None or found.deleted_at or (public_only and not found.is_public):
            faults.append(Fault(place, "unknown_field", "No such field is declared."))
        elif value is not None:
            try:
                (public if found.is_public else private)[key] = found.checked(value)
            except NotOfType as wrong:
                faults.append(Fault(place, "invalid_field", f"This field takes {wrong}."))
    if not faults and len(json.dumps({**public, **private}, ensure_ascii=False)) > MAX_SIZE:
        faults = [Fault(pointer, "fields_too_large", f"All values together take at most {MAX_SIZE} characters.")]
    if faults:
        raise Invalid("Some fields are not acceptable.", code=faults[0].code, faults=faults)
    return Checked(public, private)


def filter_texts(value: Any) -> list[str]:
    """By which texts a value is found; none for what is no single word or number."""
    if isinstance(value, list):
        return list(dict.fromkeys(text for one in value for text in filter_texts(one)))
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [format(exact(value).normalize(), "f")]
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return [f"{value['amount']} {value['currency']}"]
    if isinstance(value, dict) and value.keys() == {"value", "unit"}:
        return [f"{filter_texts(value['value'])[0]} {value['unit']}"]
    return [value] if isinstance(value, str) and len(value) <= MAX_FILTERABLE else []


def has_fields(wanted: Mapping[str, list[str]], *held: Mapping[str, Any]) -> bool:
    """Whether every wanted key has one of its wanted values, in any case of letters, or one in a wanted range."""

    def found(key: str, asked: list[str]) -> bool:
        there = [text for fields in held if key in fields for text in filter_texts(fields[key])]
        same = {text.casefold() for text in there} & {text.casefold() for text in asked}
        return bool(same) or any(one.holds(text) for one in ranges_of(asked) for text in there)

    return all(found(key, texts) for key, texts in wanted.items())


def _measured(value: Any) -> float | str | None:
    if isinstance(value, dict):
        return value.get("amount", value.get("value"))
    return None if isinstance(value, bool) else value if isinstance(value, int | float | str) else None


def _within(value: float | str, least: float | str | None, most: float | str | None) -> bool:
    """Texts are dates here: of one width, they sort like the days they name."""
    if isinstance(value, str):
        return (not isinstance(least, str) or least <= value) and (not isinstance(most, str) or value <= most)
    number: Decimal = exact(value)
    low = least is None or isinstance(least, str) or exact(least) <= number
    return low and (most is None or isinstance(most, str) or number <= exact(most))


def _range(least: Any, most: Any) -> str:
    if most is None:
        return f"of at least {least}"
    return f"of at most {most}" if least is None else f"between {least} and {most}"
