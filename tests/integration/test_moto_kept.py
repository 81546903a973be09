"""The tests' own ground: a query of an index finds what a scan finds, whatever was written, moved, deleted or refused before."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import boto3
from botocore.exceptions import ClientError

_NAMES = ("a", "b", "c")


def test_a_query_of_an_index_finds_what_a_scan_finds() -> None:
    client, chance = boto3.client("dynamodb"), random.Random(7)
    text = lambda: {"S": chance.choice(_NAMES)}  # noqa: E731

    def write() -> dict[str, Any]:
        key = {"pk": text(), "sk": text()}
        if chance.random() < 0.4:
            return {"Put": {"TableName": "orders", "Item": {**key, "gsi1pk": text(), "gsi1sk": text()}}}
        if chance.random() < 0.3:
            return {"Delete": {"TableName": "orders", "Key": key}}
        values = {":one": text(), ":two": text()}
        moved = "SET gsi1pk = :one, gsi1sk = :two" if chance.random() < 0.7 else "SET x = :one, y = :two REMOVE gsi1pk"
        return {"Update": {"TableName": "orders", "Key": key, "UpdateExpression": moved, "ExpressionAttributeValues": values}}

    refused = {"Put": {"TableName": "orders", "Item": {"pk": {"S": "z"}, "sk": {"S": "z"}}, "ConditionExpression": "attribute_exists(pk)"}}
    for _ in range(150):
        before, fails = _stored(client), chance.random() < 0.3
        with suppress(ClientError):
            client.transact_write_items(TransactItems=[*(write() for _ in range(chance.randint(1, 3))), *([refused] if fails else [])])
        stored = _stored(client)
        assert not fails or stored == before
        for name in _NAMES:
            found = client.query(
                TableName="orders",
                IndexName="gsi1",
                KeyConditionExpression="gsi1pk = :name",
                ExpressionAttributeValues={":name": {"S": name}},
            )["Items"]
            wanted = [one for one in stored if one.get("gsi1pk") == {"S": name} and "gsi1sk" in one]
            assert sorted(found, key=str) == sorted(wanted, key=str)
            assert [one["gsi1sk"]["S"] for one in found] == sorted(one["gsi1sk"]["S"] for one in found)
    assert _stored(client)


def _stored(client: Any) -> list[Any]:
    return sorted(client.scan(TableName="orders")["Items"], key=str)
