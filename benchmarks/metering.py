"""Counts the DynamoDB requests of a block and what they consume, by DynamoDB's published rules and the sizes of the items.

Why not `ReturnConsumedCapacity`: the emulators we can run here do not compute it as AWS does (indexes and transactions are wrong or
missing). Rules: AWS, "DynamoDB read and write operations" (Developer Guide): a read unit is 4 KB strongly consistent (half for
eventually consistent), a write unit 1 KB, twice that in a transaction; per item, rounded up, a query by the sum of its items; an index
with a changed item takes one write (two when its key changes). `due` and `listed` project keys only, gsi1 and gsi2
everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import boto3

Item = Mapping[str, Any]
_INDEXES = {"gsi1": ("gsi1pk", "gsi1sk"), "gsi2": ("gsi2pk", "gsi2sk"), "due": ("due_pk", "due_at"), "listed": ("listed_pk", "listed_sk")}


@dataclass
class Consumed:
    requests: Counter[str] = field(default_factory=Counter)
    read_units: float = 0
    write_units: float = 0

    @property
    def count(self) -> int:
        return sum(self.requests.values())


def size_of(item: Item | None) -> int:
    """Bytes as DynamoDB counts them: names and values in UTF-8; a number about a byte per two digits and one."""
    total = 0
    for name, value in (item or {}).items():
        kind, content = next(iter(value.items()))
        total += len(name.encode())
        total += len(content.encode()) if kind == "S" else len(str(content)) // 2 + 1 if kind == "N" else 1
    return total


@contextmanager
def metered() -> Iterator[Consumed]:
    from functions.shared.store.records import connection

    # What the meter reads does not count.
    consumed, reader = Consumed(), boto3.client("dynamodb")
    client: Any = connection().client
    call = client._make_api_call

    def send(operation: str, arguments: dict[str, Any]) -> Any:
        consumed.requests[operation] += 1
        changes = list(writes_of(operation, arguments))
        before = [_stored(reader, table, key) for table, key in changes]
        answer = call(operation, arguments)
        factor = 2 if operation == "TransactWriteItems" else 1
        for (table, key), old in zip(changes, before, strict=True):
            consumed.write_units += write_units(old, _stored(reader, table, key), factor)
        consumed.read_units += read_units(operation, arguments, answer)
        return answer

    client._make_api_call = send
    try:
        yield consumed
    finally:
        del client._make_api_call


def writes_of(operation: str, arguments: dict[str, Any]) -> Iterator[tuple[str, Item]]:
    if operation == "TransactWriteItems":
        for action in arguments["TransactItems"]:
            yield from writes_of("", next(iter(action.values())))
    elif operation == "BatchWriteItem":
        for table, requests in arguments["RequestItems"].items():
            for request in requests:
                yield from writes_of("", {"TableName": table, **next(iter(request.values()))})
    elif "Item" in arguments:
        yield arguments["TableName"], {name: arguments["Item"][name] for name in ("pk", "sk")}
    elif operation in ("", "UpdateItem", "DeleteItem"):
        yield arguments["TableName"], arguments["Key"]


def _stored(reader: Any, table: str, key: Item) -> Item | None:
    found: Item | None = reader.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return found


def _units(item: Item | None, unit: int) -> int:
    return max(1, ceil(size_of(item) / unit))


def write_units(before: Item | None, after: Item | None, factor: int) -> int:
    units = factor * max(_units(before, 1024), _units(after, 1024))
    for name, keys in _INDEXES.items():
        old, new = (_entry(item, name, keys) for item in (before, after))
        if old == new:
            continue
        moved = old and new and any(old[key] != new[key] for key in keys)
        units += sum(_units(entry, 1024) for entry in (old, new) if entry) if moved else max(_units(e, 1024) for e in (old, new) if e)
    return units


def _entry(item: Item | None, name: str, keys: tuple[str, str]) -> Item | None:
    if item is None or not all(key in item for key in keys):
        return None
    return {key: item[key] for key in ("pk", "sk", *keys)} if name in ("due", "listed") else item


def read_units(operation: str, arguments: dict[str, Any], answer: Any) -> float:
    if operation == "GetItem":
        return _units(answer.get("Item"), 4096) * _consistency(arguments)
    if operation == "TransactGetItems":
        return sum(2 * _units(one.get("Item"), 4096) for one in answer["Responses"])
    if operation in ("Query", "Scan"):
        return max(1, ceil(sum(size_of(item) for item in answer["Items"]) / 4096)) * _consistency(arguments)
    if operation == "BatchGetItem":
        total = 0.0
        for table, request in arguments["RequestItems"].items():
            items = answer["Responses"].get(table, [])
            missing = len(request["Keys"]) - len(items)
            total += (sum(_units(item, 4096) for item in items) + missing) * _consistency(request)
        return total
    return 0


def _consistency(arguments: Mapping[str, Any]) -> float:
    return 1 if arguments.get("ConsistentRead") else 0.5
