"""Messages of before they stood in the lists of their channels."""

from __future__ import annotations

from typing import Any

from functions.notifications import channel_place_of
from infra.migrating.migrated import Migrated


def list_messages(dynamodb: Any, table: str) -> Migrated:
    """Of those that are in a list by what became of them. One that moves meanwhile is listed by its move."""
    asked = {
        "FilterExpression": "kind = :message AND attribute_exists(listed_pk) AND attribute_not_exists(gsi1pk)",
        "ProjectionExpression": "pk, sk, body",
        "ExpressionAttributeValues": {":message": {"S": "message"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += _list(dynamodb, table, item)
    return Migrated(looked_at, moved)


def _list(dynamodb: Any, table: str, item: Any) -> bool:
    partition, at = channel_place_of(item["body"]["S"])
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET gsi1pk = :pk, gsi1sk = :at",
            ConditionExpression="body = :body",
            ExpressionAttributeValues={":pk": {"S": partition}, ":at": {"S": at}, ":body": item["body"]},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
