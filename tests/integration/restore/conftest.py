"""A stage's tables in moto, as the template makes them; the next test finds none of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.restore.backups import backups_of, forget
from infra.restore.sets import TABLES, TableSet
from tests.support.tables import ATTRIBUTES, INDEXES, schema

STAGE = "prod"


def make_table(dynamodb: Any, name: str, indexes: list[dict[str, Any]] = INDEXES) -> None:
    keys = {key["AttributeName"] for index in indexes for key in index["KeySchema"]} | {"pk", "sk"}
    dynamodb.create_table(
        TableName=name,
        AttributeDefinitions=[one for one in ATTRIBUTES if one["AttributeName"] in keys],
        KeySchema=schema("pk", "sk"),
        GlobalSecondaryIndexes=indexes,
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        DeletionProtectionEnabled=True,
        Tags=[{"Key": "team", "Value": "shop"}],
    )
    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification={"AttributeName": "ttl", "Enabled": True})
    dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})


def put(dynamodb: Any, table: str, pk: str) -> None:
    dynamodb.put_item(TableName=table, Item={"pk": {"S": pk}, "sk": {"S": "X"}})


@pytest.fixture
def dynamodb() -> Any:
    return boto3.client("dynamodb")


@pytest.fixture
def tables(dynamodb: Any) -> Iterator[TableSet]:
    made = TableSet(STAGE, "")
    for table in TABLES:
        make_table(dynamodb, made.name(table))
    yield made
    for backup in backups_of(dynamodb, STAGE):
        forget(dynamodb, backup)
