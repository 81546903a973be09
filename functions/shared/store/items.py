"""A record from its item and back: by each attribute's own rules, but only those that are there.

PynamoDB goes over every attribute of the class three times for each item it reads, and over all of them again for one it writes. Our
classes have two dozen, an item holds a few: that was a quarter of the CPU of a cart (docs/adr/0036-what-a-warm-call-costs.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import AttributeDeserializationError, AttributeNullError
from pynamodb.models import Model

from functions.shared.plain.deferred import dataclass

Item = Mapping[str, Mapping[str, Any]]


class _Text(UnicodeAttribute):
    """PynamoDB asks at each look whether the attribute is one of a map, and what it may be called elsewhere; ours are neither."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self if instance is None else instance.attribute_values.get(self.attr_name)


class _Number(NumberAttribute):
    __get__ = _Text.__get__


_QUICK: dict[type, type] = {UnicodeAttribute: _Text, NumberAttribute: _Number}


def quickly_read(namespace: Mapping[str, Any]) -> None:
    """For what a record class is made of. An attribute that is stored under another name stays as it is."""
    for value in namespace.values():
        if (quick := _QUICK.get(type(value))) is not None and not value.attr_name:
            value.__class__ = quick


@dataclass(frozen=True)
class _Column:
    """How an attribute is stored; None where the value is stored as it is."""

    name: str
    stored_name: str
    kind: str
    read: Callable[[Any], Any] | None
    write: Callable[[Any], Any] | None


@dataclass(frozen=True)
class _Shape:
    by_name: Mapping[str, _Column]
    by_stored_name: Mapping[str, _Column]
    defaults: Mapping[str, Any]
    required: tuple[str, ...]


@cache
def _shape(model: type[Model]) -> _Shape:
    attributes = model.get_attributes()
    columns = [_column(name, attribute) for name, attribute in attributes.items()]
    return _Shape(
        {column.name: column for column in columns},
        {column.stored_name: column for column in columns},
        {name: attribute.default for name, attribute in attributes.items() if attribute.default is not None},
        tuple(name for name, attribute in attributes.items() if not attribute.null),
    )


def _column(name: str, attribute: Attribute[Any]) -> _Column:
    read, write = attribute.deserialize, attribute.serialize
    if type(attribute) in (UnicodeAttribute, _Text):
        return _Column(name, attribute.attr_name, attribute.attr_type, None, None)
    if type(attribute) in (NumberAttribute, _Number):
        # Whole numbers, which ours nearly all are, need no JSON.
        return _Column(
            name,
            attribute.attr_name,
            attribute.attr_type,
            lambda text: int(text) if text.isdigit() else read(text),
            lambda value: str(value) if type(value) is int else write(value),
        )
    return _Column(name, attribute.attr_name, attribute.attr_type, read, write)


def new_values(model: type[Model], given: Mapping[str, Any]) -> dict[str, Any]:
    """By attribute: the defaults and what is given. Raises ValueError for a name that the class has not."""
    shape = _shape(model)
    if unknown := given.keys() - shape.by_name.keys():
        raise ValueError(f"{model.__name__} has no attribute {', '.join(sorted(unknown))}")
    return {**shape.defaults, **given}


def values_of(model: type[Model], item: Item) -> dict[str, Any]:
    """By attribute: the defaults and what the item holds. What the class does not know is left out."""
    shape = _shape(model)
    values = dict(shape.defaults)
    for stored_name, stored in item.items():
        column = shape.by_stored_name.get(stored_name)
        if column is None or "NULL" in stored:
            continue
        if column.kind not in stored:
            raise AttributeDeserializationError(stored_name, column.kind)
        value = stored[column.kind]
        values[column.name] = value if column.read is None else column.read(value)
    return values


def item_of(model: type[Model], values: Mapping[str, Any], *, whole: bool) -> dict[str, dict[str, Any]]:
    """The item that holds `values`. `whole`: raises AttributeNullError where one is missing that every item of the class has."""
    shape, item = _shape(model), dict[str, dict[str, Any]]()
    for name, value in values.items():
        if value is None:
            continue
        column = shape.by_name[name]
        stored = value if column.write is None else column.write(value)
        if stored is not None:
            item[column.stored_name] = {column.kind: stored}
    if whole:
        for name in shape.required:
            if shape.by_name[name].stored_name not in item:
                raise AttributeNullError(name)
    return item
