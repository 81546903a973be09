"""What DynamoDB answers is read as botocore would have read it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.parsers import JSONParser

from functions.shared.outside import aws, table_answers

ITEM = {
    "pk": {"S": 'says "B": and "BS"'},
    "n": {"N": "1.50"},
    "yes": {"BOOL": True},
    "none": {"NULL": True},
    "list": {"L": [{"S": "a"}, {"M": {"deep": {"N": "3"}}}]},
    "set": {"SS": ["x", "y"]},
}
ANSWERS = [
    ("GetItem", {}),
    ("GetItem", {"Item": ITEM, "ConsumedCapacity": {"TableName": "orders", "CapacityUnits": 0.5}}),
    ("Query", {"Items": [ITEM, ITEM], "Count": 2, "ScannedCount": 2, "LastEvaluatedKey": {"pk": {"S": "a"}}}),
    ("BatchGetItem", {"Responses": {"orders": [ITEM]}, "UnprocessedKeys": {"stock": {"Keys": [{"pk": {"S": "a"}}]}}}),
    ("UpdateItem", {"Attributes": ITEM}),
    ("TransactWriteItems", {"ConsumedCapacity": [{"TableName": "orders", "CapacityUnits": 4.0}]}),
]


def _shape(operation: str) -> Any:
    client = aws.session().create_client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    return client.meta.service_model.operation_model(operation).output_shape


def _response(body: bytes, status: int = 200) -> dict[str, Any]:
    return {"status_code": status, "headers": {"x-amzn-RequestId": "r1"}, "body": body, "context": {}}


def _read(operation: str, body: bytes, status: int = 200) -> tuple[Any, bool]:
    """What the client would get, and whether the hook had a part in it."""
    response, own = _response(body, status), dict[str, Any]()
    table_answers._read(response_dict=response, customized_response_dict=own)
    return JSONParser().parse(response, _shape(operation)) | own, bool(own)


@pytest.mark.parametrize(("operation", "answer"), ANSWERS)
def test_the_same_answer_in_one_pass(operation: str, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    ours, by_hook = _read(operation, body)
    assert ours == JSONParser().parse(_response(body), _shape(operation))
    assert by_hook is bool(answer)


@pytest.mark.parametrize("status", [400, 500])
def test_errors_are_botocores(status: int) -> None:
    body = json.dumps({"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "message": "no"}).encode()
    ours, by_hook = _read("TransactWriteItems", body, status)
    assert (by_hook, ours["Error"]["Code"]) == (False, "TransactionCanceledException")


def test_bytes_are_botocores_and_so_is_what_was_cut_off() -> None:
    ours, by_hook = _read("GetItem", b'{"Item": {"pk": {"B" : "YWJj"}}}')
    assert (by_hook, ours["Item"]) == (False, {"pk": {"B": b"abc"}})
    assert _read("GetItem", b'{"Item": {"pk": {"S": "a')[1] is False


def test_clients_of_tables_have_it() -> None:
    client = aws.session().create_client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    own: dict[str, Any] = {}
    client.meta.events.emit("before-parse.dynamodb.GetItem", response_dict=_response(b'{"Item":{}}'), customized_response_dict=own)
    assert own == {"Item": {}}
