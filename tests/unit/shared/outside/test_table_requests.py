"""What DynamoDB is asked is written as botocore would have written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from functions.shared.outside import aws
from functions.shared.store.records import connection

PUT = {"TableName": "orders", "Item": {"pk": {"S": '中 "a"'}, "list": {"L": [{"M": {"n": {"N": "1"}}}]}, "no": {"BOOL": False}}}
KEYS = [{"pk": {"S": "a"}, "sk": {"S": "b"}}]
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"TableName": "orders", "Key": KEYS[0], "ConsistentRead": True}),
    ("BatchGetItem", {"RequestItems": {"orders": {"Keys": KEYS, "ConsistentRead": False}, "stock": {"Keys": KEYS}}}),
    ("Query", {"TableName": "orders", "KeyConditionExpression": "pk = :a", "ExpressionAttributeValues": {":a": {"S": "é"}}, "Limit": 3}),
    ("UpdateItem", {"TableName": "orders", "Key": {"pk": {"S": "a"}}, "UpdateExpression": "SET a = :a"}),
    ("PutItem", PUT),
    ("PutItem", {"TableName": "orders", "Item": {"pk": {"B": b"bytes"}}}),
    ("PutItem", {"TableName": "orders", "Item": {"pk": {"S": '"B":"'}, "some": {"BS": [b"bytes", b"\xff"]}}}),
    ("PutItem", {"TableName": "orders", "Item": {"B": {"S": "half of a pair: \ud83d"}}}),
    ("TransactWriteItems", {"TransactItems": [{"Put": PUT}], "ClientRequestToken": "own"}),
    ("TransactWriteItems", {"TransactItems": [{"Put": PUT}, {"Put": PUT}]}),
]  # fmt: skip


@pytest.fixture
def _own_client() -> Iterator[None]:
    connection.cache_clear()
    yield
    connection.cache_clear()
    aws.forget()


def _sent(client: Any, operation: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    """Where it goes and the bodies of all tries: the first is answered by a failure that is tried again."""
    bodies: list[dict[str, Any]] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        bodies.append({"url": request.url, **json.loads(request.body)})
        response = AWSResponse(request.url, 500 if len(bodies) == 1 else 200, {}, None)
        response._content = b"{}"
        return response

    client.meta.events.register_first("before-send.dynamodb", answer)
    client._make_api_call(operation, params)
    client.meta.events.unregister("before-send.dynamodb", answer)
    return bodies


@pytest.mark.usefixtures("_own_client")
@pytest.mark.parametrize("account", ["", "123456789012"])
@pytest.mark.parametrize(("operation", "params"), CALLS)
def test_the_same_request_whenever_it_is_sent(
    operation: str, params: dict[str, Any], account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account may have an endpoint of its own; botocore looks for it in parameters, too."""
    monkeypatch.setenv("AWS_ACCOUNT_ID", account)
    aws.forget()
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    usual = aws.session().create_client("dynamodb", "us-east-1")
    ours, theirs = _sent(connection().client, operation, dict(params)), _sent(usual, operation, dict(params))
    tokens = [body.pop("ClientRequestToken", None) for body in ours]
    assert [body.pop("ClientRequestToken", None) is not None for body in theirs] == [token is not None for token in tokens]
    assert ours == theirs
    assert ours[0] == ours[1]
    assert len(set(tokens)) == 1
    assert tokens[0] == params["ClientRequestToken"] if "ClientRequestToken" in params else True


@pytest.mark.usefixtures("_own_client")
def test_headers_are_those_of_botocore_but_for_what_counts_tries() -> None:
    seen: list[Any] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        seen.append({name.lower(): value for name, value in request.headers.items()})
        response = AWSResponse(request.url, 200, {}, None)
        response._content = b"{}"
        return response

    for client in (connection().client, aws.session().create_client("dynamodb", "us-east-1")):
        client.meta.events.register_last("before-send", answer)
        client._make_api_call(*CALLS[0])
    ours, theirs = seen
    counting = {"amz-sdk-invocation-id", "amz-sdk-request"}
    assert ours.keys() == theirs.keys() - counting
    # Of what is written without blanks.
    signed = {"authorization", "x-amz-date", "content-length"}
    assert int(ours["content-length"]) < int(theirs["content-length"])
    assert {name: ours[name] for name in ours.keys() - signed} == {name: theirs[name] for name in ours.keys() - signed}
