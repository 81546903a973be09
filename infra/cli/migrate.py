"""Brings what an older version stored to where the present one looks first. Readers find both, so this may run while the shop is open, be
stopped, and run again; it ends when nothing is left to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from functions.orders import listing

_ORDER_SK = "ORDER"
_AS_STORED = ("listed_pk", "listed_sk", "gsi2pk")


@dataclass(frozen=True)
class Migrated:
    """Orders looked at, those moved to the list of their state, and those somebody moved at the same moment."""

    looked_at: int = 0
    moved: int = 0
    overtaken: int = 0


def migrate_orders(dynamodb: Any, table: str, tick: Callable[[int], None] = lambda _: None) -> Migrated:
    """Every order stands in the index `listed` under its state, and no more where version 0.1 listed it. Reads the whole table once."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="sk = :order",
        ProjectionExpression="pk, #status, body, listed_pk, listed_sk, gsi2pk",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":order": {"S": _ORDER_SK}},
    )
    looked_at = moved = overtaken = 0
    for page in pages:
        for item in page["Items"]:
            looked_at += 1
            wanted = _listed(item)
            if wanted != {name: item[name]["S"] for name in _AS_STORED if name in item}:
                done = _move(dynamodb, table, item, wanted)
                moved, overtaken = moved + done, overtaken + (not done)
        tick(looked_at)
    return Migrated(looked_at, moved, overtaken)


def _listed(item: dict[str, Any]) -> dict[str, str]:
    order = json.loads(item["body"]["S"])
    partition, place = listing(order["id"], item["status"]["S"], order["placed_at"])
    return {"listed_pk": partition, "listed_sk": place}


def _move(dynamodb: Any, table: str, item: dict[str, Any], wanted: dict[str, str]) -> bool:
    """False when the order is in another state by now: then what moved it has listed it anew. Its version stays: nobody sees a change."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": {"S": _ORDER_SK}},
            UpdateExpression="SET listed_pk = :pk, listed_sk = :sk REMOVE gsi2pk, gsi2sk",
            ConditionExpression="#status = :status",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":pk": {"S": wanted["listed_pk"]},
                ":sk": {"S": wanted["listed_sk"]},
                ":status": item["status"],
            },
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
