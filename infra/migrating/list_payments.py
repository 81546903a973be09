"""Payments and entries of the ledger of before they stood in the lists of all payments, and by their month (ADR 167)."""

from __future__ import annotations

import json
from typing import Any

from functions.payments import booked_place_of, payment_places_of
from infra.migrating.listed import list_items, set_keys
from infra.migrating.migrated import Item, Migrated


def list_payments(dynamodb: Any, table: str) -> Migrated:
    """One that moves meanwhile is listed by its move. The item of its lists lies before it, where a table is read in its order; else the
    condition of the put says whether it is there."""
    asked = {
        "FilterExpression": "kind IN (:payment, :listed)",
        "ProjectionExpression": "pk, sk, body, #status, listed_pk, listed_sk",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {":payment": {"S": "payment"}, ":listed": {"S": "payment_listed"}},
    }
    looked_at = moved = overtaken = 0
    listed = ""
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            if "body" not in item:
                listed = item["pk"]["S"]
                continue
            of_status, constant = payment_places_of(item["body"]["S"], item["status"]["S"])
            if listed != item["pk"]["S"]:
                moved += _put(dynamodb, table, item, constant)
            if {name: item[name]["S"] for name in of_status if name in item} != of_status:
                done = set_keys(dynamodb, table, item, of_status, "status")
                moved, overtaken = moved + done, overtaken + (not done)
    return Migrated(looked_at, moved, overtaken)


def list_ledger(dynamodb: Any, table: str) -> Migrated:
    """What is booked is never changed, but for the fee that its bill told."""
    asked = {
        "FilterExpression": "kind = :ledger AND NOT begins_with(gsi2pk, :months)",
        "ProjectionExpression": "pk, sk, kind, body",
        "ExpressionAttributeValues": {":ledger": {"S": "ledger"}, ":months": {"S": "BOOKED_IN#"}},
    }
    return list_items(dynamodb, table, asked, _booked_in, "kind")


def _booked_in(item: Item) -> dict[str, str]:
    body = item["body"]["S"]
    return {"gsi2pk": booked_place_of(body), "gsi2sk": json.loads(body)["occurred_at"]}


def _put(dynamodb: Any, table: str, item: Item, keys: dict[str, str]) -> bool:
    new = {"pk": item["pk"]["S"], "sk": "LISTED", "kind": "payment_listed", **keys}
    attributes = {name: {"S": value} for name, value in new.items()} | {"version": {"N": "1"}}
    try:
        dynamodb.put_item(TableName=table, Item=attributes, ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
