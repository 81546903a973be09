"""Decisions on consents that were noted before there were lists of them: each gets its place in the list of its month, so that an export of
that month has it, and it goes when its period is over."""

from __future__ import annotations

from typing import Any

from functions.privacy import place_of_decision
from infra.migrating.migrated import Migrated


def list_decisions(dynamodb: Any, table: str) -> Migrated:
    asked = {
        "FilterExpression": "kind = :event AND attribute_not_exists(due_pk) AND begins_with(pk, :person) AND contains(body, :decided)",
        "ProjectionExpression": "pk, sk",
        "ExpressionAttributeValues": {
            ":event": {"S": "event"}, ":person": {"S": "PERSON#"}, ":decided": {"S": '"consent.decided"'},
        },
    }  # fmt: skip
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += _list(dynamodb, table, item["pk"]["S"], item["sk"]["S"])
    return Migrated(looked_at, moved)


def _list(dynamodb: Any, table: str, pk: str, sk: str) -> bool:
    """False when its period ended, or somebody else listed it, in this moment."""
    partition, at = place_of_decision(pk.removeprefix("PERSON#"), sk)
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": pk}, "sk": {"S": sk}},
            UpdateExpression="SET due_pk = :pk, due_at = :at",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(due_pk)",
            ExpressionAttributeValues={":pk": {"S": partition}, ":at": {"S": at}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
