"""Parcels and cases of before their lists are in them after `shop migrate`, and orders on their way are watched."""

from __future__ import annotations

from json import dumps, loads
from typing import Any

import boto3

from functions.orders import app as orders
from functions.orders.consumers.run_timers import TIMER_HANDLERS
from functions.orders.model.cases.case import Case, CaseKind
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable
from functions.orders.store.shipments import order_of_parcel, parcels_of
from functions.orders.store.timers import WATCH, Due
from functions.shared.plain.bodies import dump
from functions.shared.store import shards
from functions.shared.store.shards import MIGRATED
from infra.migrate import is_marked, migrate
from tests.integration.old_tables.conftest import OldShop, made


def listed(old: OldShop) -> set[str]:
    staff, found = old.staff(orders), set[str]()
    for status in ("PENDING", "PICKED_UP", "IN_TRANSIT", "DELIVERED"):
        found |= {row["id"] for row in made(staff.get(f"/v1/admin/shipments?status={status}"))["data"]}
    return found


def cases(old: OldShop, query: str = "") -> list[Any]:
    rows: list[Any] = made(old.staff(orders).get(f"/v1/admin/exceptions{query}"))["data"]
    return rows


def an_old_case(order_id: str, shipment_id: str) -> str:
    """As they were written before they closed by themselves."""
    case_id, at = "exc_01M74CDRW0WBRZ7TS2Y1KW7QP0", "2026-11-11T04:00:00.000Z"
    case = Case(case_id, CaseKind.ABSURD_TIME, order_id, "N", shipment_id, "manual", "SF1", "x", at)
    OrdersTable(
        pk=f"ORD#{order_id}", sk=f"EXC#{case.id}", kind="exception", body=dump(case), gsi1pk="EXCEPTIONS", gsi1sk=f"{case.at}#{case.id}"
    ).save()
    return case.id


def test_parcels_of_before_are_listed_after_the_migration(old: OldShop) -> None:
    client = boto3.client("dynamodb")
    parcels = list(OrdersTable.scan(OrdersTable.kind == "shipment"))
    ids = {item.sk.removeprefix("SHP#") for item in parcels}
    assert ids
    assert (listed(old), {order_of_parcel(one) for one in ids}) == (set(), {None})
    for item in parcels:
        item.update([OrdersTable.body.set(dumps({**loads(item.body or ""), "warehouse_id": "w1"}))])
    bodies = {item.sk: (item.body, item.version) for item in parcels}
    # The mark of the step before says nothing about these.
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=1).save()
    assert not is_marked(client, "orders", "orders")
    assert not any(item.warehouses for item in OrderRecord.scan(OrderRecord.sk == ORDER_SK))
    assert migrate(client, "orders", "orders").moved
    said = {item.pk: item.warehouses for item in OrderRecord.scan(OrderRecord.sk == ORDER_SK) if item.warehouses}
    assert said == {item.pk: dumps(["w1"]) for item in parcels}
    assert is_marked(client, "orders", "orders")
    assert listed(old) == ids
    assert {order_of_parcel(item.sk.removeprefix("SHP#")) for item in parcels} == {item.pk.removeprefix("ORD#") for item in parcels}
    assert {item.sk: (item.body, item.version) for item in OrdersTable.scan(OrdersTable.kind == "shipment")} == bodies
    assert not migrate(client, "orders", "orders").moved


def test_cases_of_before_are_listed_and_closed_before_and_after(old: OldShop) -> None:
    client = boto3.client("dynamodb")
    order_id = next(item.pk for item in OrdersTable.scan(OrdersTable.kind == "shipment")).removeprefix("ORD#")
    case_id = an_old_case(order_id, parcels_of(order_id).shipments[0].id)
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=1).save()
    shards.forget()
    assert [row["id"] for row in cases(old)] == [case_id]
    migrate(client, "orders", "orders")
    shards.forget()
    assert [row["id"] for row in cases(old)] == [case_id]
    assert OrdersTable.get(f"ORD#{order_id}", f"EXC#{case_id}").gsi1pk != "EXCEPTIONS"
    assert [row["id"] for row in cases(old, "?kind=absurd_time")] == [case_id]
    assert cases(old, "?kind=stuck") == []
    assert made(old.staff(orders).post(f"/v1/admin/exceptions/{case_id}/resolve", {}))["state"] == "closed"
    assert cases(old) == []


def test_a_case_of_before_is_closed_by_hand_before_the_migration(old: OldShop) -> None:
    order_id = next(item.pk for item in OrdersTable.scan(OrdersTable.kind == "shipment")).removeprefix("ORD#")
    case_id = an_old_case(order_id, parcels_of(order_id).shipments[0].id)
    assert made(old.staff(orders).post(f"/v1/admin/exceptions/{case_id}/resolve", {}))["state"] == "closed"
    assert cases(old) == []


def test_orders_that_were_paid_before_are_looked_at(old: OldShop) -> None:
    migrate(boto3.client("dynamodb"), "orders", "orders")
    paid = old.order("paid")["id"]
    timer = OrdersTable.get(f"ORD#{paid}", f"TIMER#{WATCH}")
    TIMER_HANDLERS[WATCH](Due(timer.pk, timer.sk, timer.due_at or ""))
    unpaid = [item for item in OrdersTable.scan(OrdersTable.kind == "timer") if item.sk == f"TIMER#{WATCH}"]
    assert unpaid
