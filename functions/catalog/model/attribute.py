"""Typed attributes: what a category declares, what a product says, and whether the two fit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.option_texts import kept_texts, shown_text
from functions.shared.plain.settings import settings

Texts = dict[str, str]
Value = str | bool | int | float | Texts


class AttributeType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ENUM = "enum"


@dataclass(frozen=True)
class EnumValue:
    code: str
    name: Texts


@dataclass(frozen=True)
class AttributeDefinition:
    """`code` is its name for machines. A category's definitions hold for everything below it; a child's own of the same code wins.
    `unit_names`: what the unit is called, by language; None: nothing was said."""

    code: str
    name: Texts
    type: AttributeType
    unit: str | None = None
    values: list[EnumValue] = field(default_factory=list)
    required: bool = False
    filterable: bool = True
    unit_names: Texts | None = None

    def with_unit(self, number: str, language: str) -> str:
        """As a reader of that language sees it."""
        unit = shown_text(self.unit, self.unit_names or {}, [language.lower()]) if self.unit else ""
        return f"{number} {unit}" if unit else number


@dataclass(frozen=True)
class Attribute:
    """What is shown: a name and a value. A typed one also has the `code` it was declared with, its `type`, and its bare value as `raw`."""

    name: Texts
    value: Texts
    code: str | None = None
    type: AttributeType | None = None
    raw: str | None = None


@dataclass(frozen=True)
class TypedValue:
    """A value as an editor sends it for a declared attribute."""

    code: str
    value: Value


def with_unit_names(definitions: Iterable[AttributeDefinition], before: Iterable[AttributeDefinition]) -> list[AttributeDefinition]:
    """Translations of a unit that were not sent stay with the unit."""
    old = {one.code: one for one in before}
    return [
        replace(one, unit_names=kept_texts(None, one.unit, old[one.code].unit_names, old[one.code].unit))
        if one.unit_names is None and one.code in old
        else one
        for one in definitions
    ]


# What yes and no are called; other languages fall back to these.
_YES_NO: Mapping[bool, Texts] = {True: {"zh": "是", "en": "Yes"}, False: {"zh": "否", "en": "No"}}


def inherited(levels: Iterable[Sequence[AttributeDefinition]]) -> list[AttributeDefinition]:
    """From the root down: each keeps the place where it was declared first."""
    found: dict[str, AttributeDefinition] = {}
    for definitions in levels:
        found |= {definition.code: definition for definition in definitions}
    return list(found.values())


def resolve(definitions: Sequence[AttributeDefinition], given: Sequence[Attribute | TypedValue]) -> list[Attribute]:
    """Declared ones checked and in declared order, then the free ones. Raises Invalid (422) with a pointer per wrong value."""
    known = {definition.code: definition for definition in definitions}
    typed: dict[str, Attribute] = {}
    free: list[Attribute] = []
    faults: list[Fault] = []
    for position, item in enumerate(given):
        pointer = f"/attributes/{position}"
        if item.code is None and isinstance(item, Attribute):
            free.append(item)
        elif item.code not in known:
            faults.append(Fault(f"{pointer}/code", "unknown_attribute", f"The category declares no attribute {item.code}."))
        elif item.code in typed:
            faults.append(Fault(f"{pointer}/code", "duplicate_attribute", f"{item.code} comes twice."))
        else:
            found = _typed(known[item.code], _sent(item))
            if isinstance(found, str):
                faults.append(Fault(f"{pointer}/value", "wrong_type", found))
            else:
                typed[item.code] = found
    if faults:
        raise Invalid("Some attributes do not fit the category.", faults=faults, code=faults[0].code)
    return [*(typed[code] for code in known if code in typed), *free]


def as_sent(definitions: Iterable[AttributeDefinition], attributes: Iterable[Attribute]) -> list[Attribute | TypedValue]:
    """The attributes as an editor would have to send them: by code what is declared (still, and still of that type), free what is not."""
    known = {definition.code: definition for definition in definitions}
    return [
        TypedValue(one.code, _sent(one))
        if one.code in known and isinstance(_typed(known[one.code], _sent(one)), Attribute)
        else Attribute(one.name, one.value)
        for one in attributes
    ]


def same_sent(there: Sequence[Attribute | TypedValue], given: Sequence[Attribute | TypedValue]) -> bool:
    """Typed ones in any order: they are shown in declared order anyway."""
    known, sent = ({item.code: item.value for item in items if isinstance(item, TypedValue)} for items in (there, given))
    free, others = ([item for item in items if isinstance(item, Attribute)] for items in (there, given))
    return free == others and known.keys() == sent.keys() and all(_same_value(known[code], sent[code]) for code in known)


def _same_value(there: Value, given: Value) -> bool:
    if isinstance(there, bool) or isinstance(given, bool):
        return there is given
    return there in (given, {settings().default_language: given})


def missing(definitions: Iterable[AttributeDefinition], attributes: Iterable[Attribute]) -> list[Fault]:
    """One fault per required attribute that has no value."""
    there = {attribute.code for attribute in attributes}
    return [
        Fault(f"/attributes/{one.code}", "attribute_missing", f"The category requires {one.code}.")
        for one in definitions
        if one.required and one.code not in there
    ]


def search_values(attributes: Iterable[Attribute]) -> dict[str, tuple[str, ...]]:
    """What a product is found by: names to values in every language, and for typed ones the code to the bare value."""
    found: dict[str, dict[str, None]] = {}
    for attribute in attributes:
        for language, name in attribute.name.items():
            value = attribute.value.get(language) or next(iter(attribute.value.values()), "")
            if value:
                found.setdefault(name, {})[value] = None
        if attribute.code and attribute.raw:
            found.setdefault(attribute.code, {})[attribute.raw] = None
    return {name: tuple(values) for name, values in found.items()}


def _sent(item: Attribute | TypedValue) -> Value:
    """An attribute that is there already is judged again as if it were sent, by its bare value."""
    if isinstance(item, TypedValue):
        return item.value
    match item.type:
        case AttributeType.BOOLEAN:
            return item.raw == "true"
        case AttributeType.NUMBER:
            raw = item.raw or "0"
            return float(raw) if "." in raw else int(raw)
        case AttributeType.TEXT:
            return item.value
        case _:
            return item.raw or ""


def _typed(definition: AttributeDefinition, value: Value) -> Attribute | str:
    """The attribute, or a sentence saying what is wrong."""
    match definition.type:
        case AttributeType.BOOLEAN:
            if not isinstance(value, bool):
                return f"{definition.code} is true or false."
            return _attribute(definition, dict(_YES_NO[value]), "true" if value else "false")
        case AttributeType.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return f"{definition.code} is a number."
            raw = format(Decimal(str(value)).normalize(), "f")
            languages = [*definition.name, *(one for one in definition.unit_names or {} if one not in definition.name)]
            return _attribute(definition, {language: definition.with_unit(raw, language) for language in languages}, raw)
        case AttributeType.ENUM:
            known = {one.code: one.name for one in definition.values}
            if not isinstance(value, str) or value not in known:
                return f"{definition.code} is one of {', '.join(known)}."
            return _attribute(definition, known[value], value)
        case AttributeType.TEXT:
            if isinstance(value, str):
                return _attribute(definition, {settings().default_language: value}, value)
            if not isinstance(value, dict):
                return f"{definition.code} is a text."
            return _attribute(definition, value, next(iter(value.values()), ""))


def _attribute(definition: AttributeDefinition, value: Texts, raw: str) -> Attribute:
    return Attribute(definition.name, value, definition.code, definition.type, raw)
