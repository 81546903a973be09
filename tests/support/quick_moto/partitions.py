"""A Query of an index reads its partition alone, as DynamoDB does: moto walks, and sorts, the whole table for each. For tables that nobody
writes to meanwhile."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from moto.dynamodb.models.table import Table

_HASHES = {"gsi1": "gsi1pk", "gsi2": "gsi2pk", "due": "due_pk", "listed": "listed_pk"}
_INDEX_NAME = 6
"""Where moto's `Table.query` has it, behind the key."""


def read_partitions_of_indexes_alone(patch: pytest.MonkeyPatch) -> None:
    query, all_items = Table.query, Table.all_items
    kept: dict[tuple[str, str], dict[str, list[Any]]] = {}
    asked: list[list[Any]] = []

    def partition(table: Table, name: str, value: str) -> list[Any]:
        if (table.name, name) not in kept:
            parts = kept.setdefault((table.name, name), defaultdict(list))
            for item in all_items(table):
                if name in item.attrs:
                    parts[item.attrs[name].value].append(item)
        return kept[table.name, name].get(value, [])

    def queried(self: Table, hash_key: Any, *rest: Any, **named: Any) -> Any:
        if not (index := rest[_INDEX_NAME]):
            return query(self, hash_key, *rest, **named)
        asked.append(partition(self, _HASHES[index], hash_key.value))
        try:
            return query(self, hash_key, *rest, **named)
        finally:
            asked.pop()

    patch.setattr(Table, "query", queried)
    patch.setattr(Table, "all_items", lambda self: asked[-1] if asked else all_items(self))
