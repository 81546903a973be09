"""The tests' own ground: a refused transaction leaves every table as it was, though its copies share their items."""

from __future__ import annotations

import boto3
import pytest


def test_a_refused_transaction_changes_nothing() -> None:
    client = boto3.client("dynamodb")
    before = {"pk": {"S": "a"}, "sk": {"S": "1"}, "n": {"N": "1"}, "list": {"L": [{"S": "x"}]}}
    client.put_item(TableName="orders", Item=before)
    update = {
        "TableName": "orders",
        "Key": {"pk": before["pk"], "sk": before["sk"]},
        "UpdateExpression": "SET n = n + :one, #l = list_append(#l, :more)",
        "ExpressionAttributeNames": {"#l": "list"},
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":more": {"L": [{"S": "y"}]}},
    }
    refused = {"TableName": "stock", "Item": {"pk": {"S": "b"}, "sk": {"S": "1"}}, "ConditionExpression": "attribute_exists(pk)"}
    new = {"TableName": "orders", "Item": {"pk": {"S": "a"}, "sk": {"S": "2"}}}
    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(TransactItems=[{"Put": new}, {"Update": update}, {"Put": refused}])
    assert client.scan(TableName="orders")["Items"] == [before]
    assert client.scan(TableName="stock")["Items"] == []
    client.transact_write_items(TransactItems=[{"Put": new}, {"Update": update}])
    after = {**before, "n": {"N": "2"}, "list": {"L": [{"S": "x"}, {"S": "y"}]}}
    assert sorted(client.scan(TableName="orders")["Items"], key=str) == sorted([after, new["Item"]], key=str)
