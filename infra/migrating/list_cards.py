"""Gift cards of before they stood in the lists of their states (ADR 167)."""

from __future__ import annotations

from typing import Any

from functions.loyalty import card_place_of
from infra.migrating.listed import list_items
from infra.migrating.migrated import Item, Migrated


def list_cards(dynamodb: Any, table: str) -> Migrated:
    asked = {
        "FilterExpression": "kind = :value AND begins_with(pk, :card) AND attribute_not_exists(listed_pk)",
        "ProjectionExpression": "pk, sk, body",
        "ExpressionAttributeValues": {":value": {"S": "stored_value"}, ":card": {"S": "GIFT#"}},
    }
    return list_items(dynamodb, table, asked, _places, "body")


def _places(item: Item) -> dict[str, str]:
    return dict(zip(("listed_pk", "listed_sk"), card_place_of(item["body"]["S"]), strict=True))
