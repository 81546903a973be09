"""Orders by SKU stand in a list of their own: as many rows are read as are shown, whatever else was sold. X46, ADR 121"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from benchmarks.lists.likeness import put_all
from functions.orders.app import plan_orders
from functions.orders.model.states import Status
from functions.orders.store.filed import filed_lists
from functions.orders.store.filed.sold_lists import STEP, list_sold, sold_writes
from functions.orders.store.filed.state_lists import STEP as OF_STATES
from functions.orders.store.filed.state_lists import USUAL
from functions.orders.store.number import number_record
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.orders.store.status_lists import listing
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.store import shards
from functions.shared.store.shards import MIGRATED
from infra.migrate import is_marked, migrate
from tests.integration.orders.amending.amended import amend, an_order_of, more
from tests.integration.orders.buyer import NOON, a_variant, an_order, counted, staff
from tests.integration.orders.placed.test_order_search import found
from tests.support.events import events_in, sqs_of_events

_TELL = ("order.placed", "order.amended")


@pytest.fixture
def listed() -> None:
    """A table that was made with these lists, as every new shop's is."""
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=STEP).save()
    shards.forget()


def told(times: int = 1) -> None:
    for _ in range(times):
        assert plan_orders(sqs_of_events(events_in(OrdersTable, *_TELL)), None) == {"batchItemFailures": []}


@pytest.mark.usefixtures("listed")
def test_found_newest_first_whenever_they_were_placed_and_besides_by_state() -> None:
    mug, cup, ids = a_variant(sku="MUG-1"), a_variant(sku="CUP 1#2"), list[str]()
    for days in (400, 20, 1):
        with clock.frozen(NOON - timedelta(days=days)):
            ids.insert(0, an_order(mug)[0]["id"])
            other = an_order(cup)[0]["id"]
    assert found("sku=MUG-1") == []
    told(times=2)
    assert found("sku=MUG-1") == ids
    assert other in found("sku=CUP%201%232")
    assert found("q=MUG-1&status=pending_payment") == ids
    assert found("sku=MUG-1&status=cancelled") == []
    assert found("sku=MUG") == found("sku=mug-1") == []
    with counted() as calls:
        assert len(staff().get("/v1/admin/orders?sku=MUG-1").json["data"]) == 3
    assert (calls["Query"], calls["BatchGetItem"], calls["Scan"]) == (4, 1, 0)


@pytest.mark.usefixtures("listed")
def test_what_is_added_to_an_order_is_found_and_what_it_does_not_hold_is_not() -> None:
    mug, cup = a_variant(sku="MUG-2"), a_variant(sku="CUP-2")
    order, _ = an_order_of((mug, 1), pay=False)
    told()
    assert found("sku=CUP-2") == []
    answer = amend(order, **more(cup))
    assert answer.status == 200, answer.text
    told()
    assert found("sku=CUP-2") == found("sku=MUG-2") == [order["id"]]
    # As if it had been taken out of it since: the list leads to the order, and the order says no.
    list_sold(order["id"], order["placed_at"], ["GONE-2"], [])
    assert found("sku=GONE-2") == []


def test_orders_of_before_are_found_before_and_after_the_migration() -> None:
    order: dict[str, Any] = an_order(a_variant(sku="OLD-1"))[0]
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=STEP - 1).save()
    shards.forget()
    client = boto3.client("dynamodb")
    assert not is_marked(client, "orders", "orders")
    assert found("sku=OLD-1") == [order["id"]]
    assert migrate(client, "orders", "orders").moved
    shards.forget()
    assert is_marked(client, "orders", "orders")
    assert found("sku=OLD-1") == [order["id"]]
    assert len(list(OrderRecord.scan(OrderRecord.kind == "belongs"))) == 2
    told()
    assert found("sku=OLD-1") == [order["id"]]


def test_a_sku_in_a_state_is_found_in_the_months_of_the_state_and_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """ADR 179: fifteen months of orders of a SKU, some of them at work: page by page each once, newest first, whichever list answers."""
    placed, _ = an_order(a_variant(sku="LONG"))
    record = OrderRecord.get(order_pk(placed["id"]), ORDER_SK)
    order, items, wanted = order_of(record), list[Any](), dict[str, list[str]]({"completed": [], "paid": [], "shipped": []})
    for number in range(60):
        at = times.iso(times.parse(order.placed_at) - timedelta(days=7 * number + 1))
        status = "shipped" if number in (3, 50) else "paid" if number % 10 == 0 else "completed"
        one = replace(order, id=fresh.new_id("ord"), number=f"{number:014d}", placed_at=at)
        item = record.copied()
        item.pk, item.body, item.status = order_pk(one.id), dump(one), status
        item.payment_status, item.fulfilment_status = USUAL[Status(status)]
        item.listed_pk, item.listed_sk = listing(one.id, status, at)
        wanted[status].append(one.id)
        sold = sold_writes(one.id, at, ["LONG"], [])
        items += [item, number_record(one), *(write.record for write in sold)]  # type: ignore[union-attr]
    put_all(items)
    OrdersTable(pk=MIGRATED[0], sk=MIGRATED[1], kind="mark", version=OF_STATES).save()
    shards.forget()
    monkeypatch.setattr(filed_lists, "_SIDE_AT_ONCE", 3)
    for status, ids in wanted.items():
        assert pages_of(f"sku=LONG&status={status}", 2) == pages_of(f"sku=LONG&status={status}", 100) == ids
    assert pages_of("sku=LONG&fulfilment_status=fulfilled", 1) == wanted["shipped"]
    monkeypatch.setattr(filed_lists, "MOST_READ", 8)
    assert pages_of("sku=LONG&status=shipped", 2) == wanted["shipped"], "by short pages"


def pages_of(query: str, limit: int) -> list[str]:
    ids, cursor = list[str](), ""
    while True:
        page = staff().get(f"/v1/admin/orders?{query}&limit={limit}{cursor}").json
        ids += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page['next_cursor']}"
