"""Items of before they stood in a list get its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from infra.migrating.migrated import Item, Migrated


def list_items(dynamodb: Any, table: str, asked: Mapping[str, Any], places: Callable[[Item], dict[str, str]], same: str) -> Migrated:
    """Those that a scan that is `asked` so finds get the keys that `places` tells, but where the attribute `same` is another one meanwhile:
    whoever moved the item listed it."""
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            moved += set_keys(dynamodb, table, item, places(item), same)
    return Migrated(looked_at, moved)


def set_keys(dynamodb: Any, table: str, item: Item, keys: Mapping[str, str], same: str) -> bool:
    """Whether it could: the item is there, and its attribute `same` as it was."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in keys),
            ConditionExpression="#same = :same",
            ExpressionAttributeNames={"#same": same},
            ExpressionAttributeValues={f":{name}": {"S": value} for name, value in keys.items()} | {":same": item[same]},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
