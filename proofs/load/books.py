"""Run as `python -m proofs.load.books FOLDER`, with the surroundings of the shop's functions: what its tables say, held against what its
clients were told (`told.json` in the folder) and against each other. Prints JSON: `wrong` of the whole
shop, `doubled`, `missing` (ids of orders that were told and are not
there), what is still `open`, and what the provider has beyond what orders know.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from functions.orders.store.shipments import parcels_of
from functions.shared.outside import aws
from functions.shared.plain.settings import table_name
from proofs.shop.sums import of_orders, of_stock, of_the_ledger

TABLES = ("orders", "payments", "stock", "aftersales")
Item = dict[str, Any]


def items() -> Iterator[tuple[str, Item]]:
    for table in TABLES:
        for page in aws.client("dynamodb").get_paginator("scan").paginate(TableName=table_name(table), ConsistentRead=True):
            yield from ((table, item) for item in page["Items"])


def main(folder: Path) -> None:
    told, kept = json.loads((folder / "told.json").read_text()), list(items())
    orders = {item["pk"]["S"].partition("#")[2]: item for table, item in kept if table == "orders" and item.get("kind") == {"S": "order"}}
    wrong = [*of_orders(), *of_the_ledger(kept), *of_stock(kept)]
    missing = [one["id"] for one in told["placed"] if one["id"] not in orders]
    refunded = _refunded(kept)
    unfinished = {one["id"]: why for one in told["placed"] if one["id"] in orders and (why := _open(one, orders[one["id"]], refunded))}
    extra = _extra(folder / "world.sqlite", orders)
    found = {"wrong": wrong, "doubled": _doubled(told, orders), "missing": missing, "open": unfinished, "extra": extra}
    print(json.dumps(found))


def _doubled(told: Item, orders: dict[str, Item]) -> list[str]:
    """Each key has one order; a cart, whose order was asked with one key, has one; and no other order than was told came of it."""
    wrong, by_cart = [], dict[str, list[str]]()
    for order_id, item in orders.items():
        by_cart.setdefault(json.loads(item["body"]["S"])["cart_id"], []).append(order_id)
    ids = Counter(one["id"] for one in told["placed"])
    wrong += [f"two keys were told of {one}" for one, count in ids.items() if count > 1]
    placed = {one["cart"]: one["id"] for one in told["placed"]}
    for cart in told["asked"].values():
        found = by_cart.get(cart, [])
        wrong += [f"the cart {cart} became {len(found)} orders"] if len(found) > 1 else []
        wrong += [f"{found[0]} came of {cart}, {placed[cart]} was told"] if found and cart in placed and found[0] != placed[cart] else []
    return wrong


def _open(one: Item, item: Item, refunded: set[str]) -> str:
    """What has not become of an order yet."""
    status, payment, body = item["status"]["S"], item["payment_status"]["S"], json.loads(item["body"]["S"])
    if body["totals"]["total"] != one["total"]:
        return f"{one['id']} costs {body['totals']['total']}, {one['total']} was told"
    as_wanted = {
        "placed": True,
        "cancelled": status == "cancelled",
        "paid": payment == "paid",
        "refunded": one["id"] in refunded and payment in ("partially_refunded", "refunded"),
    }
    return "" if as_wanted[one["wants"]] else f"{one['id']}, {one['wants']} by its buyer, is {status} and {payment}"


def _refunded(kept: list[tuple[str, Item]]) -> set[str]:
    cases = [item for table, item in kept if table == "aftersales" and item.get("kind") == {"S": "case"}]
    return {
        json.loads(one["body"]["S"])["order_id"] for one in cases if json.loads(one["body"]["S"]).get("state") in ("refunded", "closed")
    }


def _extra(world: Path, orders: dict[str, Item]) -> list[int]:
    """What the provider took beyond what orders know of, and gave back beyond it."""
    with sqlite3.connect(f"file:{world}?mode=ro", uri=True) as file:
        rows = {kind: [json.loads(body) for (body,) in file.execute("SELECT body FROM documents WHERE kind=?", (kind,))] for kind in _KINDS}
    taken = sum(one["amount"] for one in rows["sandbox charge"] if one["status"] == "succeeded")
    back = sum(one["amount"] for one in rows["sandbox refund"])
    for order_id in orders:
        for payment in parcels_of(order_id).payments:
            taken, back = taken - (payment.amount or 0), back - payment.refunded
    return [taken, back]


_KINDS = ("sandbox charge", "sandbox refund")

if __name__ == "__main__":
    main(Path(sys.argv[1]))
