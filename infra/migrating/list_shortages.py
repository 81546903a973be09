"""Variants that were low or sold out before there were lists of them."""

from __future__ import annotations

from typing import Any

from functions.stock import alert_of
from infra.migrating.migrated import Migrated

_SETTINGS = {"pk": {"S": "SETTINGS"}, "sk": {"S": "SETTINGS"}}
_NOT_LISTED = "attribute_not_exists(pk) OR (attribute_not_exists(#state) AND version <= :version)"


def list_shortages(dynamodb: Any, table: str) -> Migrated:
    """What the stream told of one meanwhile stays as it is."""
    settings = dynamodb.get_item(TableName=table, Key=_SETTINGS, ConsistentRead=True).get("Item", {})
    body = settings.get("body", {}).get("S")
    asked = {
        "FilterExpression": "kind = :stock AND sk = :sk",
        "ExpressionAttributeValues": {":stock": {"S": "stock"}, ":sk": {"S": "STOCK"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            record = alert_of(item, body)
            moved += record is not None and _put(dynamodb, table, record.to_dynamodb_dict())
    return Migrated(looked_at, moved)


def _put(dynamodb: Any, table: str, item: Any) -> bool:
    values = {":version": item["version"]}
    try:
        dynamodb.put_item(
            TableName=table,
            Item=item,
            ConditionExpression=_NOT_LISTED,
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=values,
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
