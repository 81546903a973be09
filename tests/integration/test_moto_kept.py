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

    def text() -> dict[str, str]:
        return {"S": chance.choice(_NAMES)}

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


def test_pages_of_a_scan_follow_one_another() -> None:
    client, found, start = boto3.client("dynamodb"), list[str](), dict[str, Any]()
    names = [f"{number:02d}" for number in range(25)]
    for name in random.Random(7).sample(names, len(names)):
        client.put_item(TableName="orders", Item={"pk": {"S": name[0]}, "sk": {"S": name}})
    while True:
        page = client.scan(TableName="orders", Limit=4, **start)
        found += [one["sk"]["S"] for one in page["Items"]]
        # What is written behind a page is on a later one, what is written before it is not.
        client.put_item(TableName="orders", Item={"pk": {"S": "0"}, "sk": {"S": "00-"}})
        client.put_item(TableName="orders", Item={"pk": {"S": "9"}, "sk": {"S": "last"}})
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == [*names, "last"]
