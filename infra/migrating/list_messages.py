"""Messages of before they stood in the lists of their channels."""

from __future__ import annotations

from typing import Any

from functions.notifications import channel_place_of
from infra.migrating.listed import list_items
from infra.migrating.migrated import Item, Migrated


def list_messages(dynamodb: Any, table: str) -> Migrated:
    """Of those that are in a list by what became of them."""
    asked = {
        "FilterExpression": "kind = :message AND attribute_exists(listed_pk) AND attribute_not_exists(gsi1pk)",
        "ProjectionExpression": "pk, sk, body",
        "ExpressionAttributeValues": {":message": {"S": "message"}},
    }
    return list_items(dynamodb, table, asked, _places, "body")


def _places(item: Item) -> dict[str, str]:
    return dict(zip(("gsi1pk", "gsi1sk"), channel_place_of(item["body"]["S"]), strict=True))
