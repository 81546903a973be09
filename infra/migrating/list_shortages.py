"""Variants that were low or sold out before there were lists of them."""

from __future__ import annotations

from typing import Any

from functions.stock import alert_of
from infra.migrating.migrated import Migrated

_SETTINGS = {"pk": {"S": "SETTINGS"}, "sk": {"S": "SETTINGS"}}
_LISTED = ("kind", "low", "state", "listed_pk", "listed_sk")
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
    """It stays as old as it was: what the stream has still to tell of these counters is told."""
    parts = {name: item[name] for name in _LISTED if name in item}
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression=f"SET {', '.join(f'#{name} = :{name}' for name in parts)}, version = if_not_exists(version, :never)",
            ConditionExpression=_NOT_LISTED,
            ExpressionAttributeNames={f"#{name}": name for name in parts},
            ExpressionAttributeValues={f":{name}": value for name, value in parts.items()}
            | {":version": item["version"], ":never": {"N": "0"}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
