"""moto reads a whole table for every query, sorts it by comparing Decimals, copies all that it finds, and weighs a whole item for each of
its attributes and whenever it is read. Here a query reads its partition (of the table or of an index: kept.py), texts are compared as
texts, what is found is told without a copy (a stored item is never changed: an update puts a changed copy in its place, see undo.py), and
each is weighed once. What comes out is the same."""

from __future__ import annotations

import copy
from collections import defaultdict
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import table as table_module
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

from tests.support.quick_moto.kept import HASHES, kept_by, rows_of

_MOST_BYTES = 405_000  # moto's own
_query, _scan = Table.query, Table.scan
_weigh = Item.size


def compare_and_read_only_what_is_asked(patch: pytest.MonkeyPatch) -> None:
    for name in ("eq", "ne", "lt", "le", "gt", "ge", "hash"):
        patch.setattr(DynamoType, f"__{name}__", _COMPARED[name])
    patch.setattr(Item, "__init__", _new_item)
    patch.setattr(Item, "size", _weighed)
    patch.setattr(table_module, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_told))
    patch.setattr(Table, "all_items", _all_items)
    patch.setattr(Table, "query", _queried)
    patch.setattr(Table, "scan", _scanned)


def _value(one: DynamoType) -> Any:
    if one.type == "S":
        return one.value
    return Decimal(one.value) if one.type == "N" else one.cast_value


_COMPARED = {
    "eq": lambda self, other: self.type == other.type and _value(self) == _value(other),
    "ne": lambda self, other: self.type != other.type or _value(self) != _value(other),
    "lt": lambda self, other: _value(self) < _value(other),
    "le": lambda self, other: _value(self) <= _value(other),
    "gt": lambda self, other: _value(self) > _value(other),
    "ge": lambda self, other: _value(self) >= _value(other),
    "hash": lambda self: hash((self.type, _value(self))),
}


def _new_item(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    self.hash_key, self.range_key = hash_key, range_key
    self.attrs = LimitedSizeDict()
    for key, value in attrs.items():
        dict.__setitem__(self.attrs, key, DynamoType(value))
    if self.size() > _MOST_BYTES:
        raise ItemSizeTooLarge


def _weighed(self: Item) -> int:
    known = self.__dict__.get("_weight")
    if known is None:
        known = self._weight = _weigh(self)  # type: ignore[attr-defined]
    return int(known)


def _told(found: Any) -> Any:
    return (
        found
        if isinstance(found, Item) or (isinstance(found, list) and all(isinstance(one, Item) for one in found))
        else copy.deepcopy(found)
    )


def _all_items(self: Table) -> list[Item]:
    found = (item for rows in self.items.values() for item in rows.values())
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def _queried(self: Table, hash_key: DynamoType | None, *rest: Any, **named: Any) -> Any:
    (_comparison, _objects, _limit, _start, _forward, _projected, index_name, *_others) = rest
    kept, part = kept_by(self), defaultdict[Any, Any](dict)
    if index_name:
        index = next((one for one in self.all_indexes() if one.name == index_name), None)
        name = next((one["AttributeName"] for one in index.schema if one["KeyType"] == "HASH"), "") if index else ""
        if name not in HASHES or hash_key is None:
            return _query(self, hash_key, *rest, **named)
        part.update(rows_of(kept.found.get((name, hash_key.value), {})))
    elif hash_key in kept:
        part[hash_key] = kept[hash_key]
    partition = copy.copy(self)
    partition.items = part
    return _query(partition, hash_key, *rest, **named)


def _scanned(self: Table, filters: Any, limit: Any, start: Any, expression: Any = None, index: Any = None, *rest: Any, **named: Any) -> Any:
    """A page begins behind the one before: moto sorts the whole table for each, and walks it up to there."""
    if index:
        return _scan(self, filters, limit, start, expression, index, *rest, **named)
    page: Any = copy.copy(self)
    page.all_items = lambda: kept_by(self).items_after(start)
    return _scan(page, filters, limit, None, expression, index, *rest, **named)  # type: ignore[arg-type]
