"""Orders that version 0.1 listed in one partition for a state and a month move to the sharded index: by touch, or by `shop migrate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import boto3

from functions.orders import app as orders
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import listing
from functions.shared.outside import clock
from functions.shared.plain import times
from infra.migrate import migrate_orders
from infra.migrating.file_drafts import file_drafts
from infra.migrating.migrated import Migrated
from tests.integration.old_tables.conftest import OldShop, made
from tests.support.old_tables import items
from tests.support.orders import an_order, store_order


def stored(old: OldShop, name: str) -> OrderRecord:
    return OrderRecord.get(order_pk(old.order(name)["id"]), ORDER_SK)


def paged(old: OldShop, status: str, limit: int = 2) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = made(old.staff(orders).get(f"/v1/admin/orders?status={status}&limit={limit}{cursor}"))
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            return seen
        cursor = f"&cursor={page['next_cursor']}"


def newest_first(old: OldShop, names: Sequence[str]) -> list[str]:
    """The ids of orders begin with their time."""
    return sorted((old.order(name)["id"] for name in names), reverse=True)


def migrated() -> Migrated:
    return migrate_orders(boto3.client("dynamodb"), "orders")


def test_the_old_list_is_read_until_the_order_moves(old: OldShop) -> None:
    before = stored(old, "unpaid")
    assert (before.gsi2pk, bool(before.listed_pk)) == ("STATUS#pending_payment#2026-11", False)
    old.provider_tells("unpaid")
    moved = stored(old, "unpaid")
    assert {moved.gsi2pk, moved.gsi2sk} == {None}
    placed = times.parse(old.names["now"]) - timedelta(minutes=11)
    assert (moved.listed_pk, moved.listed_sk) == listing(old.order("unpaid")["id"], "paid", times.iso(placed))
    assert paged(old, "paid") == newest_first(old, ["unpaid", "paid", "refunded", "by_transfer"])
    assert paged(old, "pending_payment") == newest_first(old, ["odd"])


def test_pages_go_over_both_shapes_in_one_order(old: OldShop) -> None:
    new = []
    for minute in range(30):
        with clock.frozen(times.parse(old.names["now"]) - timedelta(minutes=12, seconds=-30 - minute * 25)):
            new.append(store_order(an_order()).id)
    for limit in (1, 3, 7, 100):
        assert paged(old, "paid", limit) == sorted([*new, *newest_first(old, ["paid", "refunded", "by_transfer"])], reverse=True), limit


def test_migrating_moves_the_rest_once_and_changes_nothing_that_people_see(old: OldShop) -> None:
    states = {item["status"]["S"] for item in items()["orders"] if item["sk"]["S"] == ORDER_SK}
    before = {status: paged(old, status) for status in states}
    versions = {name: stored(old, name).version for name in old.names["orders"]}
    assert migrated() == Migrated(looked_at=9, moved=9)
    assert migrated() == Migrated(looked_at=9)
    assert not [one for one in OrderRecord.scan(OrderRecord.kind == "order") if one.gsi2pk or not one.listed_pk]
    assert {status: paged(old, status) for status in states} == before
    assert {name: stored(old, name).version for name in old.names["orders"]} == versions
    # What else stands in gsi2 stays: e-mail and telephone lists.
    assert len(made(old.staff(orders).get("/v1/admin/orders?email=buyer@example.com"))["data"]) == 9


def test_an_order_that_old_code_moved_while_new_code_was_brought_is_listed_right_again(old: OldShop) -> None:
    migrated()
    stored(old, "paid").update([OrderRecord.status.set("fulfilling")])
    assert old.order("paid")["id"] not in paged(old, "paid")
    assert migrated() == Migrated(looked_at=9, moved=1)
    assert old.order("paid")["id"] in paged(old, "fulfilling")


def test_an_order_that_moves_while_it_is_migrated_is_left_to_its_move(old: OldShop) -> None:
    class MovesFirst:
        """The client, and somebody who moves each order right before it is written."""

        def __init__(self) -> None:
            self.client: Any = boto3.client("dynamodb")
            self.exceptions = self.client.exceptions
            self.get_paginator = self.client.get_paginator

        def update_item(self, **asked: Any) -> None:
            OrdersTable(asked["Key"]["pk"]["S"], ORDER_SK).update([OrderRecord.status.set("completed")])
            self.client.update_item(**asked)

    assert migrate_orders(MovesFirst(), "orders") == Migrated(looked_at=9, overtaken=9)
    assert {one.gsi2pk for one in OrderRecord.scan(OrderRecord.kind == "order")} != {None}


def test_drafts_of_customers_are_filed_with_them() -> None:
    """H14: so that an erasure finds those of before. Those of guests, and those filed already, stay as they are."""
    dynamodb = boto3.client("dynamodb")

    def put(name: str, customer: str | None, **more: Any) -> None:
        body = json.dumps({"order": {"customer_id": customer}, "created_at": "2026-01-05T08:00:00.000Z"})
        item = {"pk": {"S": f"ORD#{name}"}, "sk": {"S": "DRAFT"}, "kind": {"S": "draft"}, "body": {"S": body}, **more}
        dynamodb.put_item(TableName="orders", Item=item)

    put("ord_1", "cus_1")
    put("ord_2", None)
    put("ord_3", "cus_1", gsi1pk={"S": "DRAFTS#cus_1"}, gsi1sk={"S": "x"})
    assert file_drafts(dynamodb, "orders").moved == 1
    assert file_drafts(dynamodb, "orders").moved == 0
    assert [item["sk"] for item in dynamodb.scan(TableName="orders")["Items"] if item["pk"]["S"] == "ORD#ord_2" and "gsi1pk" in item] == []
