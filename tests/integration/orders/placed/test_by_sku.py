"""Orders by SKU stand in a list of their own: as many rows are read as are shown, whatever else was sold. X46, ADR 121"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.orders.app import plan_orders
from functions.orders.store.filed.sold_lists import STEP, list_sold
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.shared.outside import clock
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
