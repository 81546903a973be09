"""The tests' own ground: what tables answer on the short way is what they answer through the whole of moto."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core.botocore_stubber import BotocoreStubber

from tests.support.quick_moto import direct
from tests.support.tables import empty_tables

_KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
_ITEM = _KEY | {
    "n": {"N": "1.50"},
    "b": {"B": b"\x00\xff"},
    "flag": {"BOOL": False},
    "none": {"NULL": True},
    "set": {"SS": ["x", "y"]},
    "bytes": {"BS": [b"\x01"]},
    "list": {"L": [{"S": "名"}, {"M": {"B": {"S": "no bytes"}, "deep": {"B": b"\x02"}}}]},
    "gsi1pk": {"S": "g"},
    "gsi1sk": {"S": "2"},
}
_MISSING = {"TableName": "orders", "Item": _KEY, "ConditionExpression": "attribute_not_exists(pk)"}
_TOLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def _puts(count: int) -> list[dict[str, Any]]:
    return [
        {"PutRequest": {"Item": {"pk": {"S": "many"}, "sk": {"S": f"{number:03}"}, "n": {"N": str(number)}}}} for number in range(count)
    ]


def _by(index: str | None = None, **more: Any) -> dict[str, Any]:
    key, value = ("gsi1pk", "g") if index else ("pk", "many")
    named = {"IndexName": index} if index else {}
    return {
        "TableName": "orders",
        "KeyConditionExpression": f"{key} = :k",
        "ExpressionAttributeValues": {":k": {"S": value}} | more.pop("values", {}),
        **named,
        **more,
    }


_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("put_item", {"TableName": "orders", "Item": _ITEM, "ReturnValues": "ALL_OLD"}),
    ("get_item", {"TableName": "orders", "Key": _KEY, "ConsistentRead": True, "ReturnConsumedCapacity": "TOTAL"}),
    ("get_item", {"TableName": "orders", "Key": _KEY, "ProjectionExpression": "#n", "ExpressionAttributeNames": {"#n": "n"}}),
    ("get_item", {"TableName": "orders", "Key": _KEY | {"sk": {"S": "absent"}}}),
    ("put_item", _MISSING | _TOLD),
    ("transact_write_items", {"TransactItems": [{"Put": _MISSING | _TOLD}]}),
    ("transact_write_items", {"TransactItems": [{"Put": _MISSING}, {"Delete": {"TableName": "stock", "Key": _KEY}}]}),
    (
        "update_item",
        {
            "TableName": "orders",
            "Key": _KEY,
            "UpdateExpression": "SET n = n + :one, #l = list_append(#l, :more) REMOVE flag",
            "ExpressionAttributeNames": {"#l": "list"},
            "ExpressionAttributeValues": {":one": {"N": "1"}, ":more": {"L": [{"N": "7"}]}},
            "ReturnValues": "ALL_NEW",
        },
    ),
    (
        "update_item",
        {"TableName": "orders", "Key": _KEY, "UpdateExpression": "SET sk = :v", "ExpressionAttributeValues": {":v": {"S": "2"}}},
    ),
    ("update_item", {"TableName": "orders", "Key": _KEY, "UpdateExpression": "SET n ="}),
    ("batch_write_item", {"RequestItems": {"orders": _puts(25)}}),
    ("query", _by(Limit=10)),
    ("query", _by(Limit=10, ScanIndexForward=False, ExclusiveStartKey={"pk": {"S": "many"}, "sk": {"S": "012"}})),
    ("query", _by(FilterExpression="n > :five", values={":five": {"N": "5"}})),
    ("query", _by(Select="COUNT")),
    ("query", _by("gsi1")),
    ("query", _by("nowhere")),
    ("batch_get_item", {"RequestItems": {"orders": {"Keys": [_KEY, {"pk": {"S": "many"}, "sk": {"S": "003"}}]}}}),
    ("transact_get_items", {"TransactItems": [{"Get": {"TableName": "orders", "Key": _KEY}}]}),
    ("scan", {"TableName": "orders", "Limit": 7}),
    ("scan", {"TableName": "absent"}),
    ("put_item", {"TableName": "orders", "Item": _KEY | {"long": {"S": "x" * 410_000}}}),
    ("delete_item", {"TableName": "orders", "Key": _KEY, "ReturnValues": "ALL_OLD"}),
    ("describe_table", {"TableName": "orders"}),
]


def _answers() -> list[Any]:
    empty_tables()
    client = boto3.client("dynamodb")
    told = []
    for name, asked in _CALLS:
        call: Callable[..., dict[str, Any]] = getattr(client, name)
        try:
            answer = call(**asked)
        except ClientError as refused:
            answer = {**refused.response, "raised": type(refused).__name__}
        told.append({key: value for key, value in answer.items() if key != "ResponseMetadata"} | {"of": name})
        told.append(answer["ResponseMetadata"]["HTTPStatusCode"])
    return told


def test_both_ways_answer_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    short = _answers()
    monkeypatch.setattr(BotocoreStubber, "process_request", direct._process)
    assert short == _answers()
