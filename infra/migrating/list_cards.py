"""Gift cards of before they stood in the lists of their states (ADR 167)."""

from __future__ import annotations

from typing import Any

from functions.loyalty import card_place_of
from infra.migrating.migrated import Migrated


def list_cards(dynamodb: Any, table: str) -> Migrated:
    """One that moves meanwhile is listed by its move."""
    asked = {
        "FilterExpression": "kind = :value AND begins_with(pk, :card) AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, body",
        "ExpressionAttributeValues": {":value": {"S": "stored_value"}, ":card": {"S": "GIFT#"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += _list(dynamodb, table, item)
    return Migrated(looked_at, moved)


def _list(dynamodb: Any, table: str, item: Any) -> bool:
    partition, at = card_place_of(item["body"]["S"])
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET listed_pk = :pk, listed_sk = :at",
            ConditionExpression="body = :body",
            ExpressionAttributeValues={":pk": {"S": partition}, ":at": {"S": at}, ":body": item["body"]},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
