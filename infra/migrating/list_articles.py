"""Articles of before they stood in the lists of their states and categories (ADR 179)."""

from __future__ import annotations

from typing import Any

from functions.content import article_places
from infra.migrating.listed import list_items
from infra.migrating.migrated import Item, Migrated


def list_articles(dynamodb: Any, table: str) -> Migrated:
    asked = {
        "FilterExpression": "kind = :article AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, version, #state, category, plan_at",
        "ExpressionAttributeNames": {"#state": "status"},
        "ExpressionAttributeValues": {":article": {"S": "article"}},
    }
    return list_items(dynamodb, table, asked, _places, "version")


def _places(item: Item) -> dict[str, str]:
    name, plan_at = item["pk"]["S"].removeprefix("ART#"), item.get("plan_at", {}).get("S")
    return article_places(name, item["status"]["S"], item["category"]["S"], plan_at)
