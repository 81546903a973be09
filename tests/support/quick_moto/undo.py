"""moto copies every table once for each item of a transaction, to put it back when the transaction is refused. The more a test has written,
the more that costs. Here what a transaction replaces is noted, and put back; and an item is copied when it is updated (the one place where
moto changes an item instead of replacing it). What a refused transaction leaves behind is the same."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any

import pytest
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from tests.support.quick_moto.kept import Kept, kept_by

_update = DynamoDBBackend.update_item
_transact = DynamoDBBackend.transact_write_items
_begun: list[Kept] = []


def share_items_between_copies(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(models, "copy", SimpleNamespace(deepcopy=_copied))
    patch.setattr(DynamoDBBackend, "update_item", _updated)
    patch.setattr(DynamoDBBackend, "transact_write_items", _written)


def _copied(value: Any) -> Any:
    """Of a table: itself, which notes from now on what is replaced in it."""
    if not isinstance(value, Table):
        return copy.deepcopy(value)
    kept = kept_by(value)
    if kept.log is None:
        kept.log = []
        _begun.append(kept)
    return value


def _written(self: Any, transact_items: list[dict[str, Any]]) -> None:
    """Calls of moto come one at a time."""
    try:
        _transact(self, transact_items)
    except BaseException:
        for kept in _begun:
            kept.take_back()
        raise
    finally:
        for kept in _begun:
            kept.log = None
        _begun.clear()


def _updated(self: Any, table_name: str, key: Any, *rest: Any, **named: Any) -> Any:
    table = self.get_table(table_name)
    partition, sort = self.get_keys_value(table, key)
    rows = kept_by(table).get(partition, {})
    if sort in rows:
        rows[sort] = copy.deepcopy(rows[sort])
    try:
        return _update(self, table_name, key, *rest, **named)
    finally:
        rows = kept_by(table).get(partition, {})
        if sort in rows:
            rows[sort] = rows[sort]
