"""moto copies every table once for each item of a transaction, to put it back when the transaction is refused. The more a test has written,
the more that costs. Here a table's copy shares its items with the original, and an item is copied when it is updated (the one place where
moto changes an item instead of replacing it); one copy serves the whole transaction. What a refused transaction leaves behind is the
same."""

from __future__ import annotations

import copy
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

_update = DynamoDBBackend.update_item
_transact = DynamoDBBackend.transact_write_items
_twins: dict[str, Table] = {}


def share_items_between_copies(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(models, "copy", SimpleNamespace(deepcopy=_copied))
    patch.setattr(DynamoDBBackend, "update_item", _updated)
    patch.setattr(DynamoDBBackend, "transact_write_items", _written)


def _copied(value: Any) -> Any:
    if not isinstance(value, Table):
        return copy.deepcopy(value)
    if value.name not in _twins:
        twin = _twins[value.name] = copy.copy(value)
        twin.items = defaultdict(dict, {partition: dict(rows) for partition, rows in value.items.items()})
    return _twins[value.name]


def _written(self: Any, transact_items: list[dict[str, Any]]) -> None:
    """Its copies are made before its first write, so that those of one table are equal. Calls of moto come one at a time."""
    _twins.clear()
    try:
        _transact(self, transact_items)
    finally:
        _twins.clear()


def _updated(self: Any, table_name: str, key: Any, *rest: Any, **named: Any) -> Any:
    table = self.get_table(table_name)
    partition, sort = self.get_keys_value(table, key)
    rows = table.items.get(partition, {})
    if sort in rows:
        rows[sort] = copy.deepcopy(rows[sort])
    return _update(self, table_name, key, *rest, **named)
