"""Brings what an older version stored to where the present one looks first. Readers find both, so this may run while the shop is open, be
stopped, and run again. Where it finds nothing left to do it marks the table: from then on readers do not look in the old place any more."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from functions.catalog import article_key
from functions.orders import listing
from functions.shared.store.shards import MIGRATED, place, spread
from infra.migrating.drop_bare_hashes import drop_bare_hashes
from infra.migrating.file_drafts import file_drafts
from infra.migrating.list_articles import list_articles
from infra.migrating.list_cards import list_cards
from infra.migrating.list_decisions import list_decisions
from infra.migrating.list_jobs import list_jobs
from infra.migrating.list_messages import list_messages
from infra.migrating.list_payments import list_ledger, list_payments
from infra.migrating.list_shortages import list_shortages
from infra.migrating.list_sold import list_orders_beside
from infra.migrating.migrate_parcels import list_parcels, say_warehouses, watch_orders
from infra.migrating.migrated import Item, Migrated

MOST_PASSES = 10
_ORDER_SK = "ORDER"
_AS_STORED = ("listed_pk", "listed_sk", "gsi2pk")
Pass = Callable[[Any, str], Migrated]


def migrate(dynamodb: Any, table: str, name: str) -> Migrated:
    """The table called `name`: moved, and marked after a look that found nothing to move. What it did in all; `overtaken` of the last look,
    so more than none says that it is to be run again."""
    looked_at = moved = 0
    for _ in range(MOST_PASSES):
        passes = [one(dynamodb, table) for one in _PASSES[name]]
        done = Migrated(*(sum(getattr(one, field.name) for one in passes) for field in fields(Migrated)))
        looked_at, moved = max(looked_at, done.looked_at), moved + done.moved
        if done.left_nothing:
            mark(dynamodb, table, name)
            break
    return Migrated(looked_at, moved, done.overtaken)


def mark(dynamodb: Any, table: str, name: str) -> None:
    """The mark says how many steps of lists are done: what a version adds later is another one."""
    pk, sk = MIGRATED
    step = str(_STEPS.get(name, 1))
    dynamodb.put_item(TableName=table, Item={"pk": {"S": pk}, "sk": {"S": sk}, "kind": {"S": "mark"}, "version": {"N": step}})


def is_marked(dynamodb: Any, table: str, name: str) -> bool:
    pk, sk = MIGRATED
    found = dynamodb.get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True).get("Item")
    return found is not None and int(found["version"]["N"]) >= _STEPS.get(name, 1)


def is_empty(dynamodb: Any, table: str) -> bool:
    return not dynamodb.scan(TableName=table, Limit=1, ConsistentRead=True)["Items"]


def migrate_orders(dynamodb: Any, table: str) -> Migrated:
    """One look at every order: it stands in the index `listed` under its state, and no more where version 0.1 listed it."""

    def wanted(item: Item) -> tuple[str, str] | None:
        order = json.loads(item["body"]["S"])
        partition, at = listing(order["id"], item["status"]["S"], order["placed_at"])
        stored = {name: item[name]["S"] for name in _AS_STORED if name in item}
        return None if stored == {"listed_pk": partition, "listed_sk": at} else (partition, at)

    return _pass(
        dynamodb,
        table,
        {
            "FilterExpression": "sk = :order",
            "ProjectionExpression": "pk, sk, #same, body, listed_pk, listed_sk, gsi2pk",
            "ExpressionAttributeNames": {"#same": "status"},
            "ExpressionAttributeValues": {":order": {"S": _ORDER_SK}},
        },
        wanted,
        same="status",
        former="gsi2",
    )


def _listed(beginning: str) -> Pass:
    """Items of a list that version 0.1 had whole in gsi1 go to the index `listed`."""

    def wanted(item: Item) -> tuple[str, str]:
        return place(item["gsi1pk"]["S"], item["gsi1sk"]["S"])

    def one_pass(dynamodb: Any, table: str) -> Migrated:
        return _pass(dynamodb, table, _beginning("gsi1", beginning), wanted, same="gsi1pk", former="gsi1")

    return one_pass


def _spread(index: str, beginning: str, now: str) -> Pass:
    """Items of a list that stays in its index go from its one partition to a shard; which one is the same to readers."""

    def wanted(item: Item) -> tuple[str, str]:
        former = item[f"{index}pk"]["S"]
        return spread(now + former.removeprefix(beginning), item["pk"]["S"]), item[f"{index}sk"]["S"]

    def one_pass(dynamodb: Any, table: str) -> Migrated:
        return _pass(dynamodb, table, _beginning(index, beginning), wanted, same=f"{index}pk", former=index, target=index)

    return one_pass


def _beginning(index: str, beginning: str) -> dict[str, Any]:
    return {
        "FilterExpression": "begins_with(#same, :beginning)",
        "ProjectionExpression": f"pk, sk, #same, {index}sk",
        "ExpressionAttributeNames": {"#same": f"{index}pk"},
        "ExpressionAttributeValues": {":beginning": {"S": beginning}},
    }


def claim_barcodes(dynamodb: Any, table: str) -> Migrated:
    """Barcodes from before each was one variant's alone are claimed for the first variant that has them; two that share one keep it."""
    asked = {
        "FilterExpression": "sk = :variant",
        "ProjectionExpression": "pk, body",
        "ExpressionAttributeValues": {":variant": {"S": "VARIANT"}},
    }
    looked_at = moved = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            code = json.loads(item["body"]["S"]).get("barcode")
            moved += bool(code) and _claimed(dynamodb, table, f"BARCODE#{article_key(code)}", item["pk"]["S"].removeprefix("VAR#"))
    return Migrated(looked_at, moved)


def _claimed(dynamodb: Any, table: str, name: str, owner: str) -> bool:
    claim = {"pk": {"S": name}, "sk": {"S": name}, "kind": {"S": "claim"}, "version": {"N": "1"}, "owner": {"S": owner}}
    try:
        dynamodb.put_item(TableName=table, Item=claim, ConditionExpression="attribute_not_exists(pk)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


_PASSES: dict[str, tuple[Pass, ...]] = {
    "orders": (
        migrate_orders,
        _spread("gsi1", "MONTH#", "PLACED#"),
        list_parcels,
        watch_orders,
        say_warehouses,
        file_drafts,
        drop_bare_hashes("orders"),
        list_orders_beside,
    ),
    "payments": (_spread("gsi1", "MOVED#", "MOVEMENTS#"), list_ledger, list_payments),
    "catalog": (_listed("STATUS#"), _listed("MEDIA"), claim_barcodes),
    "stock": (_listed("WH#"), list_shortages),
    "privacy": (list_decisions,),
    "limits": (drop_bare_hashes("limits"),),
    "notifications": (drop_bare_hashes("notifications"), list_messages),
    "platform": (list_jobs,),
    "loyalty": (list_cards,),
    "content": (drop_bare_hashes("content"), list_articles),
}
TABLES = tuple(_PASSES)
_STEPS = {"orders": 6, "notifications": 2, "payments": 2, "content": 2, "stock": 2}
"""Of a table: 5, with the lists of parcels and cases (2), what orders say of warehouses (3), keyed hashes and whose drafts are (4), lists
by SKU (5), by product, tag, states and kind of
case (6). Of notifications: messages by channel (2). Of payments: all of them, and the ledger by month (2). Of content: articles by
state and category (2). Of stock: what is short (2)."""


def _pass(
    dynamodb: Any,
    table: str,
    asked: dict[str, Any],
    wanted: Callable[[Item], tuple[str, str] | None],
    *,
    same: str,
    former: str,
    target: str = "listed",
) -> Migrated:
    """Reads the whole table once. What is moved is not changed by anybody else meanwhile: its attribute `same` is what it was."""
    looked_at = moved = overtaken = 0
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, **asked):
        for item in page["Items"]:
            looked_at += 1
            if there := wanted(item):
                done = _move(dynamodb, table, item, there, same, _update(former, target))
                moved, overtaken = moved + done, overtaken + (not done)
    return Migrated(looked_at, moved, overtaken)


def _move(dynamodb: Any, table: str, item: Item, there: tuple[str, str], same: str, update: str) -> bool:
    """False when somebody moved it by now: then that has listed it anew. Its version stays: nobody sees a change."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": item["pk"], "sk": item["sk"]},
            UpdateExpression=update,
            ConditionExpression="#same = :same",
            ExpressionAttributeNames={"#same": same},
            ExpressionAttributeValues={":pk": {"S": there[0]}, ":sk": {"S": there[1]}, ":same": item[same]},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def _update(former: str, target: str) -> str:
    if former == target:
        return f"SET {target}pk = :pk, {target}sk = :sk"
    return f"SET {target}_pk = :pk, {target}_sk = :sk REMOVE {former}pk, {former}sk"
