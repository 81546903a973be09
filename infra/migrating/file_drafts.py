"""Drafts of before they were filed with their customer: an erasure of theirs finds them from then on."""

from __future__ import annotations

import json
from typing import Any

from functions.orders import drafts_key
from infra.migrating.migrated import Migrated


def file_drafts(dynamodb: Any, table: str) -> Migrated:
    asked = {
        "FilterExpression": "kind = :draft AND attribute_not_exists(gsi1pk)",
        "ProjectionExpression": "pk, sk, body",
        "ExpressionAttributeValues": {":draft": {"S": "draft"}},
    }
    moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            draft = json.loads(item["body"]["S"])
            if customer_id := draft["order"].get("customer_id"):
                moved += _file(dynamodb, table, item, drafts_key(customer_id), draft["created_at"])
    return Migrated(moved, moved)


def _file(dynamodb: Any, table: str, item: Any, partition: str, at: str) -> bool:
    """False when somebody wrote it by now: then that has filed it."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET gsi1pk = :pk, gsi1sk = :at",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(gsi1pk)",
            ExpressionAttributeValues={":pk": {"S": partition}, ":at": {"S": at}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
