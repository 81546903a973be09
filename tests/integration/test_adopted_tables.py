"""A table of version 0.1 is taken over as it is: the index it does not have yet is made by the update that follows."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from infra.adopt import _as_it_is
from infra.parts.tables import resources

OLD = "shop-old-orders"


@pytest.fixture
def old_table() -> Iterator[str]:
    client = boto3.client("dynamodb")
    properties = resources(["orders"])["OrdersTable"]["Properties"]
    client.create_table(
        TableName=OLD,
        AttributeDefinitions=[one for one in properties["AttributeDefinitions"] if not one["AttributeName"].startswith("listed")],
        KeySchema=properties["KeySchema"],
        GlobalSecondaryIndexes=[one for one in properties["GlobalSecondaryIndexes"] if one["IndexName"] != "listed"],
        BillingMode="PAY_PER_REQUEST",
    )
    yield OLD
    client.delete_table(TableName=OLD)


def test_what_is_imported_has_the_indexes_that_are_there(old_table: str) -> None:
    node = resources(["orders"])["OrdersTable"]
    taken = _as_it_is(boto3.Session(), node, {"TableName": old_table})["Properties"]
    assert [one["IndexName"] for one in taken["GlobalSecondaryIndexes"]] == ["gsi1", "gsi2", "due"]
    assert len(taken["AttributeDefinitions"]) == 8
    rest = {"GlobalSecondaryIndexes", "AttributeDefinitions"}
    assert {k: v for k, v in taken.items() if k not in rest} == {k: v for k, v in node["Properties"].items() if k not in rest}


def test_a_table_of_the_present_version_and_what_is_no_table_are_taken_as_they_are() -> None:
    node = resources(["orders"])["OrdersTable"]
    assert _as_it_is(boto3.Session(), node, {"TableName": "orders"}) == node
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
    assert _as_it_is(boto3.Session(), bucket, {"BucketName": "x"}) is bucket
