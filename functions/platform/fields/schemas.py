"""Definitions of custom fields as staff write and read them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from functions.platform.fields.field_definitions import id_of
from functions.shared.fields.custom_fields import FieldDefinition, Resource, Validation, Visibility
from functions.shared.fields.field_types import CHECKS, LONGEST_TEXT, FieldType, NotOfType, matcher
from functions.shared.http.validation import LocalizedText, Schema

_NUMBERS = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.MEASUREMENT}
_TIMES = {FieldType.DATE, FieldType.DATETIME}
_TEXTS = {FieldType.STRING, FieldType.TEXT, FieldType.URL}
_CHOICES = {FieldType.STRING, FieldType.INTEGER, FieldType.DECIMAL, FieldType.ENUM}
_UNFILTERED = {FieldType.JSON, FieldType.TEXT}

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
Length = Annotated[int, Field(ge=0, le=LONGEST_TEXT, strict=True)]
Items = Annotated[int, Field(ge=0, le=100, strict=True)]
Refers = Literal["product", "variant", "category", "brand", "customer", "order"]


class ValidationIn(Schema):
    """Bounds as the type writes its values: numbers (of an amount: minor units), or dates and times."""

    min: int | float | str | None = Field(default=None, examples=[0])
    max: int | float | str | None = Field(default=None, examples=[120])
    min_length: Length | None = None
    max_length: Length | None = None
    regex: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        default=None, description="For the whole text. Without look-around and back-references.", examples=["[A-Z]{2}-[0-9]+"]
    )
    allowed_values: Annotated[list[Any], Field(min_length=1, max_length=200)] | None = Field(default=None, examples=[["small", "large"]])
    min_items: Items | None = None
    max_items: Items | None = None

    @field_validator("regex")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            matcher(pattern)
        return pattern

    @field_validator("min", "max", mode="before")
    @classmethod
    def _no_yes_or_no(cls, bound: Any) -> Any:
        if isinstance(bound, bool):
            raise ValueError("a number, a date or a time is wanted")
        return bound

    @model_validator(mode="after")
    def _in_order(self) -> ValidationIn:
        for low, high in ((self.min_length, self.max_length), (self.min_items, self.max_items)):
            if low is not None and high is not None and low > high:
                raise ValueError("the least is more than the most")
        return self

    def fits(self, kind: FieldType, *, many: bool) -> None:
        """Raises ValueError for what says nothing about values of that type."""
        for name, there, allowed in (
            ("min and max", (self.min, self.max), kind in _NUMBERS | _TIMES),
            ("length and regex", (self.min_length, self.max_length, self.regex), kind in _TEXTS),
            ("min_items and max_items", (self.min_items, self.max_items), many),
            ("allowed_values", (self.allowed_values,), kind in _CHOICES),
        ):
            if not allowed and any(one is not None for one in there):
                raise ValueError(f"{name} do not apply to this type")
        if kind is FieldType.ENUM and not self.allowed_values:
            raise ValueError("an enum needs allowed_values")
        bound = kind if kind in _TIMES | {FieldType.INTEGER} else FieldType.INTEGER if kind is FieldType.MONEY else FieldType.DECIMAL
        bounds = [_kept(bound, one) for one in (self.min, self.max) if one is not None]
        if len(bounds) > 1 and bounds[0] > bounds[1]:
            raise ValueError("min is more than max")
        values = [_kept(kind, one) for one in self.allowed_values or []]
        if len({(type(one), one) for one in values}) != len(values):
            raise ValueError("an allowed value comes twice")

    def validation(self) -> Validation:
        return Validation(**self.model_dump())


def _kept(kind: FieldType, value: Any) -> Any:
    try:
        return CHECKS[kind](value)
    except NotOfType as wrong:
        raise ValueError(f"{wrong} is wanted") from wrong


class FieldDefinitionIn(Schema):
    """`resource`, `key`, `type`, `many` and `visibility` are fixed for good: values are written by them."""

    resource: Resource
    key: Key = Field(examples=["warranty_months"])
    type: FieldType = Field(examples=["integer"])
    many: bool = Field(default=False, strict=True, description="A list of such values.")
    visibility: Visibility = Visibility.PRIVATE
    name: LocalizedText = Field(default_factory=dict, validate_default=False, examples=[{"zh": "保修期", "en": "Warranty"}])
    description: dict[str, str] = Field(default_factory=dict, max_length=20)
    filterable: bool = Field(default=False, strict=True)
    validation: ValidationIn = ValidationIn()
    refers_to: Refers | None = Field(default=None, description="Of a reference: what it names.")

    @model_validator(mode="after")
    def _of_its_type(self) -> FieldDefinitionIn:
        check(self.definition())
        return self

    def definition(self) -> FieldDefinition:
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "validation"}
        return FieldDefinition(**given, validation=self.validation.validation())


def check(one: FieldDefinition) -> None:
    """Raises ValueError for a definition whose parts do not fit together."""
    ValidationIn.model_construct(**vars(one.validation)).fits(one.type, many=one.many)
    if one.filterable and one.type in _UNFILTERED:
        raise ValueError("values of this type cannot be filtered by")
    if one.refers_to and one.type is not FieldType.REFERENCE:
        raise ValueError("only a reference refers to something")


class FieldDefinitionPatch(Schema):
    """Only what is sent changes; `validation` as a whole."""

    name: LocalizedText = Field(default_factory=dict, validate_default=False, examples=[{"en": "Warranty"}])
    description: dict[str, str] = Field(default_factory=dict, max_length=20)
    filterable: bool = Field(default=False, strict=True)
    validation: ValidationIn = ValidationIn()

    def changes(self) -> dict[str, Any]:
        sent = self.sent_fields()
        return sent | ({"validation": self.validation.validation()} if "validation" in sent else {})


class FieldDefinitionView(Schema):
    id: str = Field(examples=["fld_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    version: int
    resource: Resource
    key: str
    type: FieldType
    many: bool
    visibility: Visibility
    name: dict[str, str]
    description: dict[str, str]
    filterable: bool
    validation: ValidationIn
    refers_to: str | None
    created_at: str

    @classmethod
    def of(cls, one: FieldDefinition, version: int) -> FieldDefinitionView:
        shown = {name: value for name, value in vars(one).items() if name in cls.model_fields}
        rules = ValidationIn.model_construct(**vars(one.validation))
        return cls.model_construct(**shown | {"id": id_of(one), "version": version, "validation": rules})


class FieldDefinitionList(Schema):
    data: list[FieldDefinitionView]
    next_cursor: str | None = None


class FieldDefinitionsQuery(Schema):
    resource: Resource | None = None
