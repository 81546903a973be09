"""Typed attributes, sections and custom fields of products, as editors write and read them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StringConstraints, model_validator

from functions.catalog.model.attribute import Attribute, AttributeDefinition, AttributeType, EnumValue, TypedValue
from functions.catalog.model.json_bounds import json_depth, json_length
from functions.catalog.model.product import CustomField, Section
from functions.shared.http.input_types import PlainText, PlainTexts, RichTexts, distinct
from functions.shared.http.validation import Language, Schema
from functions.shared.plain import times
from functions.shared.plain.web.address import LONGEST, split_address

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=64)]
# Beyond it, readers of JSON no longer tell one whole number from the next.
_LARGEST = 2**53 - 1


def _exact(number: float) -> float:
    if abs(number) > _LARGEST:
        raise ValueError(f"a number between -{_LARGEST} and {_LARGEST} is wanted")
    return number


Number = Annotated[StrictInt, AfterValidator(_exact)] | Annotated[StrictFloat, Field(allow_inf_nan=False), AfterValidator(_exact)]
_MAX_TEXT, _MAX_DEPTH = 5_000, 20


class EnumValueIn(Schema):
    code: Name
    name: PlainTexts

    def value(self) -> EnumValue:
        return EnumValue(self.code, self.name)


class AttributeDefinitionIn(Schema):
    """An attribute that products of the category (and of those below it) have."""

    code: Name = Field(examples=["material"])
    name: PlainTexts = Field(examples=[{"zh": "材质", "en": "Material"}])
    type: AttributeType
    unit: Annotated[PlainText, StringConstraints(max_length=20)] | None = Field(default=None, description="Of a number.")
    unit_names: Annotated[dict[Language, Annotated[PlainText, StringConstraints(max_length=20)]], Field(max_length=50)] | None = Field(
        default=None,
        description="What the unit is called, by language; not sent: as it is, {}: nothing else.",
        examples=[{"zh": "克", "en": "g"}],
    )
    values: Annotated[list[EnumValueIn], Field(max_length=200)] = Field(default=[], description="Of an enum.")
    required: bool = Field(default=False, strict=True, description="Without it, a product is not published.")
    filterable: bool = Field(default=True, strict=True)

    @model_validator(mode="after")
    def _of_its_type(self) -> AttributeDefinitionIn:
        if (self.type is AttributeType.ENUM) != bool(self.values):
            raise ValueError("an enum has values, nothing else has")
        if self.unit and self.type is not AttributeType.NUMBER:
            raise ValueError("only a number has a unit")
        if self.unit_names and not self.unit:
            raise ValueError("there is no unit that these would be names of")
        distinct([value.code for value in self.values])
        return self

    def definition(self) -> AttributeDefinition:
        values = [value.value() for value in self.values]
        return AttributeDefinition(self.code, self.name, self.type, self.unit, values, self.required, self.filterable, self.unit_names)


def _codes_once(definitions: list[AttributeDefinitionIn]) -> list[AttributeDefinitionIn]:
    distinct([definition.code for definition in definitions])
    return definitions


AttributeDefinitions = Annotated[list[AttributeDefinitionIn], Field(max_length=100), AfterValidator(_codes_once)]


class DeclaredAttributes(Schema):
    """What holds in a category, its ancestors' declarations included, in order."""

    data: list[AttributeDefinitionIn]
    next_cursor: str | None = None


def definition_view(one: AttributeDefinition) -> AttributeDefinitionIn:
    values = [EnumValueIn(code=value.code, name=value.name) for value in one.values]
    return AttributeDefinitionIn.model_construct(**vars(one) | {"values": values, "unit_names": one.unit_names or {}})


class AttributeIn(Schema):
    """Either free, with a name and a text, or declared by the category, with its code and a value of its type."""

    code: Name | None = None
    name: PlainTexts | None = None
    value: PlainTexts | StrictBool | Number | PlainText

    @model_validator(mode="after")
    def _free_or_declared(self) -> AttributeIn:
        if (self.code is None) == (self.name is None):
            raise ValueError("send either a code (declared by the category) or a name")
        if self.name is not None and not isinstance(self.value, dict):
            raise ValueError("the value of a free attribute is a text per language")
        return self

    def attribute(self) -> Attribute | TypedValue:
        if self.name is not None and isinstance(self.value, dict):
            return Attribute(self.name, self.value)
        return TypedValue(self.code or "", self.value)


class SectionIn(Schema):
    """A part of the description with its own heading, e.g. how to use it."""

    title: PlainTexts = Field(examples=[{"zh": "使用方法", "en": "How to use"}])
    body: RichTexts

    def section(self) -> Section:
        return Section(self.title, self.body)


class CustomFieldIn(Schema):
    """A typed value of the merchant's own. Only public ones are shown to shoppers."""

    type: Literal["text", "number", "boolean", "date", "time", "url", "json"]
    value: Any
    public: bool = Field(default=False, strict=True)

    @model_validator(mode="after")
    def _of_its_type(self) -> CustomFieldIn:
        value = self.value
        fits = {
            "text": lambda: isinstance(value, str) and len(value) <= _MAX_TEXT and json_length(value) > 0,
            "number": lambda: isinstance(value, int | float) and not isinstance(value, bool) and _exact(value) == value,
            "boolean": lambda: isinstance(value, bool),
            "date": lambda: isinstance(value, str) and times.bounded_day(date.fromisoformat(value)).isoformat() == value,
            "time": lambda: bool(times.bounded(times.parse(value))) if isinstance(value, str) else False,
            "url": lambda: isinstance(value, str) and len(value) <= LONGEST and split_address(value) is not None,
            "json": lambda: json_depth(value, _MAX_DEPTH) <= _MAX_DEPTH and json_length(value) <= _MAX_TEXT,
        }
        if not fits[self.type]():
            raise ValueError(f"not a {self.type}")
        return self

    def field(self) -> CustomField:
        return CustomField(self.type, self.value, self.public)
