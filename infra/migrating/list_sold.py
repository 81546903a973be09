"""Orders of before they stood in the lists of their SKUs."""

from __future__ import annotations

import json
from typing import Any

from functions.orders import sold_writes
from infra.migrating.migrated import Migrated


def list_by_sku(dynamodb: Any, table: str) -> Migrated:
    """One look at every order. An item is the same whoever writes it; one that is there is left alone."""
    asked = {
        "FilterExpression": "sk = :order",
        "ProjectionExpression": "pk, body",
        "ExpressionAttributeValues": {":order": {"S": "ORDER"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            order = json.loads(item["body"]["S"])
            skus = [line["sku"] for line in order["lines"]]
            moved += sum(_put_new(dynamodb, table, one) for one in sold_writes(order["id"], order["placed_at"], skus))
    return Migrated(looked_at, moved)


def _put_new(dynamodb: Any, table: str, write: Any) -> bool:
    try:
        dynamodb.put_item(TableName=table, Item=write.record.to_dynamodb_dict(), ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
