"""Orders of before they stood in the lists of their SKUs, products, tags and states."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from functions.orders import filed_writes, sold_writes, states_of
from infra.migrating.migrated import Migrated

_STATES = ("status", "payment_status", "fulfilment_status")


def list_orders_beside(dynamodb: Any, table: str) -> Migrated:
    """One look at every order. An item of what was bought is the same whoever writes it. What says of its states is written with each
    of its moves, so that one which is there already is newer."""
    asked = {
        "FilterExpression": "sk = :order",
        "ProjectionExpression": "pk, body, tags, #status, payment_status, fulfilment_status",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {":order": {"S": "ORDER"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            order = json.loads(item["body"]["S"])
            skus, products = ([line[name] for line in order["lines"]] for name in ("sku", "product_id"))
            sold = sold_writes(order["id"], order["placed_at"], skus, products)
            moved += sum(_put(dynamodb, table, one, "attribute_not_exists(pk)") for one in [*sold, *_by_states(item, order)])
            moved += sum(_put(dynamodb, table, one, _HAS_NONE) for one in _by_tags(item, order))
    return Migrated(looked_at, moved)


_HAS_NONE = "attribute_exists(pk) AND attribute_not_exists(gsi1pk)"
"""Where the tag was taken from the order meanwhile, or the order has moved, it stays as it is."""


def _by_states(item: Any, order: Any) -> Any:
    states = states_of(_record(item))
    return [] if states.are_usual else filed_writes(_named(order), [], states)


def _by_tags(item: Any, order: Any) -> Any:
    tags = json.loads(item["tags"]["S"]) if "tags" in item else []
    return filed_writes(_named(order), tags, states_of(_record(item)), known=False)


def _record(item: Any) -> Any:
    return SimpleNamespace(**{name: item[name]["S"] for name in _STATES})


def _named(order: Any) -> Any:
    return SimpleNamespace(id=order["id"], placed_at=order["placed_at"])


def _put(dynamodb: Any, table: str, write: Any, condition: str) -> bool:
    try:
        dynamodb.put_item(TableName=table, Item=write.record.to_dynamodb_dict(), ConditionExpression=condition)
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
