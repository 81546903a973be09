"""PynamoDB is shown only what it looks for in a record's class, and finds all of it (docs/adr/0034-what-a-function-imports.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.indexes import Index

from functions.orders.store.records import OrderRecord
from functions.shared.store.records import Record


def _there(cls: Any, kind: type) -> dict[str, Any]:
    """As PynamoDB would find them, among all that the class has."""
    return {name: value for name in type.__dir__(cls) if isinstance(value := getattr(cls, name, None), kind)}


def _classes(cls: type[Record]) -> Iterator[type[Record]]:
    yield cls
    for below in cls.__subclasses__():
        yield from _classes(below)


class _Marked:
    mark = UnicodeAttribute(null=True)


class _Mixed(OrderRecord, _Marked):
    number = None


@pytest.mark.parametrize("cls", sorted(set(_classes(Record)), key=str))
def test_every_attribute_and_index_is_found(cls: Any) -> None:
    assert sorted(dir(cls)) == sorted({**_there(cls, Attribute), **_there(cls, Index)})
    assert cls.get_attributes() == _there(cls, Attribute)
    assert {index.Meta.index_name for index in _there(cls, Index).values()} == set(cls._indexes)


def test_of_a_second_base_too_and_without_what_is_taken_away() -> None:
    found: Any = _Mixed.get_attributes()
    assert "mark" in found
    assert "number" not in found
    assert found.keys() - {"mark"} == OrderRecord.get_attributes().keys() - {"number"}
