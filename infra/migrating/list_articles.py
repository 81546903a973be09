"""Articles of before they stood in the lists of their states and categories (ADR 179)."""

from __future__ import annotations

from typing import Any

from functions.content import article_places
from infra.migrating.migrated import Migrated


def list_articles(dynamodb: Any, table: str) -> Migrated:
    """One that is saved meanwhile is listed by that."""
    asked = {
        "FilterExpression": "kind = :article AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, version, #state, category, plan_at",
        "ExpressionAttributeNames": {"#state": "status"},
        "ExpressionAttributeValues": {":article": {"S": "article"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += _list(dynamodb, table, item)
    return Migrated(looked_at, moved)


def _list(dynamodb: Any, table: str, item: Any) -> bool:
    name, plan_at = item["pk"]["S"].removeprefix("ART#"), item.get("plan_at", {}).get("S")
    places = article_places(name, item["status"]["S"], item["category"]["S"], plan_at)
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in places),
            ConditionExpression="version = :version",
            ExpressionAttributeValues={":version": item["version"], **{f":{name}": {"S": value} for name, value in places.items()}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
