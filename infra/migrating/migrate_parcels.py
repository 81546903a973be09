"""Parcels and cases of before their lists: they get their places, and orders on their way are looked at for what is wrong with them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from functions.orders import places_of, watch_now
from infra.migrating.migrated import Item, Migrated

_KINDS = ("shipment", "exception")
_ON_THEIR_WAY = ("paid", "fulfilling", "shipped")


def list_parcels(dynamodb: Any, table: str) -> Migrated:
    """One look at every parcel and case: it stands in the list of its status and under its id, and in no list of before."""
    asked = {
        "FilterExpression": "kind IN (:shipment, :exception)",
        "ProjectionExpression": "pk, sk, kind, body, gsi1pk, gsi1sk, gsi2pk, gsi2sk, listed_pk, listed_sk",
        "ExpressionAttributeValues": {f":{kind}": {"S": kind} for kind in _KINDS},
    }
    looked_at = moved = overtaken = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            wanted = places_of(item["kind"]["S"], item["body"]["S"])
            if wanted != {name: item.get(name, {}).get("S") for name in wanted}:
                done = _place(dynamodb, table, item, wanted)
                moved, overtaken = moved + done, overtaken + (not done)
    return Migrated(looked_at, moved, overtaken)


def watch_orders(dynamodb: Any, table: str) -> Migrated:
    """Orders that were paid before there was a timer for it get one. It is no move: it may have done its work by the next look."""
    asked = {
        "FilterExpression": "sk = :order AND #status IN (:paid, :fulfilling, :shipped)",
        "ProjectionExpression": "pk",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {":order": {"S": "ORDER"}, **{f":{one}": {"S": one} for one in _ON_THEIR_WAY}},
    }
    looked_at = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            timer = watch_now(item["pk"]["S"].removeprefix("ORD#")).record.to_dynamodb_dict()
            _put_new(dynamodb, table, timer)
    return Migrated(looked_at)


def say_warehouses(dynamodb: Any, table: str) -> Migrated:
    """Orders that do not say which warehouses their parcels are of get it from these. Who writes a parcel meanwhile says it better."""
    asked = {
        "FilterExpression": "kind = :shipment OR (sk = :order AND attribute_not_exists(warehouses))",
        "ProjectionExpression": "pk, sk, kind, body",
        "ExpressionAttributeValues": {":shipment": {"S": "shipment"}, ":order": {"S": "ORDER"}},
    }
    silent, of = set[str](), defaultdict[str, set[str]](set)
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            if item["sk"]["S"] == "ORDER":
                silent.add(item["pk"]["S"])
            elif name := json.loads(item["body"]["S"]).get("warehouse_id"):
                of[item["pk"]["S"]].add(name)
    wanted = sorted(silent & of.keys())
    return Migrated(len(wanted), sum(_say(dynamodb, table, pk, sorted(of[pk])) for pk in wanted))


def _say(dynamodb: Any, table: str, pk: str, names: list[str]) -> bool:
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": pk}, "sk": {"S": "ORDER"}},
            UpdateExpression="SET warehouses = :names",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(warehouses)",
            ExpressionAttributeValues={":names": {"S": json.dumps(names)}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _place(dynamodb: Any, table: str, item: Item, wanted: dict[str, str]) -> bool:
    """False when somebody wrote it by now: then that has listed it. Its version stays: nobody sees a change."""
    sets = ", ".join(f"{name} = :{name}" for name in wanted)
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression=f"SET {sets}",
            ConditionExpression="body = :body",
            ExpressionAttributeValues={":body": item["body"], **{f":{name}": {"S": value} for name, value in wanted.items()}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _put_new(dynamodb: Any, table: str, item: Item) -> None:
    try:
        dynamodb.put_item(TableName=table, Item=item, ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return
