"""Decisions on consents that were noted before there were lists of them: each gets its place in the list of its month, so that an export of
that month has it, and it goes when its period is over."""

from __future__ import annotations

from typing import Any

from functions.privacy import place_of_decision
from infra.migrating.listed import list_items
from infra.migrating.migrated import Item, Migrated


def list_decisions(dynamodb: Any, table: str) -> Migrated:
    """Its place follows from its keys: who lists it in the same moment says the same. It is gone where its period ended meanwhile."""
    asked = {
        "FilterExpression": "kind = :event AND attribute_not_exists(due_pk) AND begins_with(pk, :person) AND contains(body, :decided)",
        "ProjectionExpression": "pk, sk, kind",
        "ExpressionAttributeValues": {
            ":event": {"S": "event"}, ":person": {"S": "PERSON#"}, ":decided": {"S": '"consent.decided"'},
        },
    }  # fmt: skip
    return list_items(dynamodb, table, asked, _places, "kind")


def _places(item: Item) -> dict[str, str]:
    place = place_of_decision(item["pk"]["S"].removeprefix("PERSON#"), item["sk"]["S"])
    return dict(zip(("due_pk", "due_at"), place, strict=True))
