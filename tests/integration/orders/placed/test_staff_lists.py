"""What staff can ask the list of orders for, page by page while orders keep coming; and the events of one order from any position."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.orders import case_closed_write, case_opened_write
from functions.orders.app import apply_payments, run_timers
from functions.orders.store.auto_confirm import auto_confirm_put
from functions.orders.store.records import ORDER_SK, OrderRecord, OrdersTable, order_pk
from functions.shared.outside import clock
from functions.shared.store import shards
from functions.shared.store.shards import MIGRATED
from functions.shared.store.transactions import transact
from tests.integration.orders.buyer import ADDRESS, NOON, a_customer, a_guest, a_variant, an_order, captured, counted, staff
from tests.support.events import sqs, sqs_of_events


def listed(query: str) -> list[str]:
    with clock.frozen(NOON + timedelta(days=1)):
        answer = staff("support").get(f"/v1/admin/orders{query}")
    assert answer.status == 200, answer.text
    return [order["id"] for order in answer.json["data"]]


def test_orders_are_found_by_customer_phone_product_time_and_status_together() -> None:
    """D13"""
    mug, cup = a_variant(), a_variant(sku='杯 "2"')
    with clock.frozen(datetime(2025, 1, 31, 12, tzinfo=UTC)):
        old, _ = an_order(cup)
    with clock.frozen(NOON):
        customer = a_customer(str(uuid.uuid4()))
        customer.add(mug)
        theirs = customer.ready().place().json
        caller = a_guest()
        caller.add(cup)
        caller.ready().client.put(f"{caller.cart}/address", ADDRESS | {"phone": "+86 139-1111 2222"})
        called = caller.place().json
    apply_payments(sqs_of_events([captured(theirs)]), None)
    cup_product, mug_product = called["lines"][0]["product_id"], theirs["lines"][0]["product_id"]
    assert sorted(listed("")) == sorted([called["id"], theirs["id"], old["id"]])
    assert listed("?phone=13911112222") == listed("?phone=86%20139%201111%202222") == [called["id"]]
    assert listed("?phone=13911112222&status=paid") == []
    assert listed(f"?customer_id={theirs['customer_id']}") == [theirs["id"]]
    assert listed(f"?customer_id={theirs['customer_id']}&status=cancelled") == []
    assert listed(f"?product_id={cup_product}") == [called["id"], old["id"]]
    assert listed(f"?product_id={cup_product}&from=2025-02-01T00:00:00Z") == [called["id"]]
    assert listed(f"?product_id={mug_product}&status=paid") == [theirs["id"]]
    for query, found in (("sku=MUG-1", [theirs]), ("sku=MUG", []), ("sku=%E6%9D%AF%20%222%22", [called, old])):
        ids = [order["id"] for order in found]
        assert listed(f"?{query}") == ids
        assert listed(f"?{query}&status=pending_payment") == [one for one in ids if one != theirs["id"]]
    assert listed(f"?sku=MUG-1&customer_id={theirs['customer_id']}") == [theirs["id"]]
    assert listed("?sku=MUG-1&phone=13911112222") == []
    assert listed("?status=pending_payment&from=2025-01-01T00:00:00Z&to=2025-01-31T12:00:00Z") == []
    assert listed("?status=pending_payment&from=2025-01-31T12:00:00Z&to=2025-01-31T12:00:01Z") == [old["id"]]
    assert listed("?from=2024-01-01T00:00:00%2B08:00&to=2025-02-01T00:00:00Z") == [old["id"]]
    assert listed("?from=2023-03-01T00:00:00Z") == listed("")
    too_long = staff().get("/v1/admin/orders?from=2019-01-01T00:00:00Z")
    assert (too_long.status, too_long.json["errors"][0]["code"]) == (422, "period_too_long")
    for bad in (
        "?to=9999-12-31T23:59:59-12:00",
        "?to=0001-01-01T00:00:00Z",
        "?month=9999-12",
        "?month=0000-12",
        "?customer_id=",
        "?month=2025-03&from=2025-01-01T00:00:00Z",
        "?phone=abc",
        "?sku=",
        "?from=yesterday",
        "?from=2025-01-01T00:00:00",
        "?product_id=x",
    ):
        assert staff().get(f"/v1/admin/orders{bad}").status == 422


@pytest.mark.parametrize("query", ["", "status=pending_payment&"])
def test_pages_go_on_where_they_stopped_while_orders_are_placed(query: str) -> None:
    """D13"""
    variant, placed = a_variant(stock=50), []
    for day in (datetime(2025, 2, 27, tzinfo=UTC), NOON):
        for minute in range(3):
            with clock.frozen(day + timedelta(minutes=minute)):
                placed.append(an_order(variant)[0]["id"])
    seen: list[str] = []
    cursor = ""
    while True:
        with clock.frozen(NOON + timedelta(hours=1, minutes=len(seen))):
            page = staff().get(f"/v1/admin/orders?{query}limit=2{cursor}").json
            an_order(variant)
        seen += [order["id"] for order in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == placed[::-1]
    assert staff().get(f"/v1/admin/orders?status=paid{cursor}").code == "invalid_cursor"


def test_a_list_costs_an_index_query_a_month_and_never_a_scan() -> None:
    """D13: a state and a month have four shards each, and the partition in which version 0.1 listed them, until `shop migrate` is done."""
    with clock.frozen(NOON):
        an_order(a_variant())
        for mark, queries in (((), 5), (MIGRATED, 4)):
            if mark:
                OrdersTable(*mark).save()
            shards.forget()
            costs = []
            for url in ("/v1/admin/orders?status=pending_payment&month=2025-03", "/v1/admin/orders?month=2025-03"):
                with counted() as calls:
                    assert len(staff().get(url).json["data"]) == 1
                costs.append(calls)
            read = {"Query": queries, "BatchGetItem": 1}
            assert costs == [{"GetItem": 1} | read, read]  # the mark is looked for once


def test_looking_for_a_rare_product_reads_the_index_in_large_pages() -> None:
    """D13"""
    rare, common = a_variant(sku="RARE"), a_variant()
    with clock.frozen(NOON):
        order, _ = an_order(rare)
    for minute in range(1, 5):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            an_order(common)
    for query, cost in (("", {"GetItem": 2, "Query": 5, "BatchGetItem": 1}), ("&status=pending_payment", {"Query": 5, "BatchGetItem": 1})):
        with counted() as calls:
            found = staff().get(f"/v1/admin/orders?month=2025-03&limit=1&sku=RARE{query}").json["data"]
        assert ([one["id"] for one in found], calls) == ([order["id"]], cost)


def test_events_can_be_followed_from_a_past_position() -> None:
    """X24"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}/events"
    first = guest.get(url).json
    assert ([e["type"] for e in first["data"]], first["next_cursor"]) == (["order.placed"], None)
    assert (first["data"][0]["subject"], first["data"][0]["data"]["order"]["number"]) == (order["id"], order["number"])
    nothing = guest.get(f"{url}?cursor={first['position']}").json
    assert nothing == {"data": [], "next_cursor": None, "position": first["position"]}
    apply_payments(sqs_of_events([captured(order)]), None)
    later = guest.get(f"{url}?cursor={first['position']}").json
    assert [e["type"] for e in later["data"]] == ["order.paid"]
    assert (later["data"][0]["actor"]["id"], staff().get(url).json["data"][1]["actor"]["id"]) == (None, "sandbox")
    assert "13800000000" not in guest.get(url).text
    assert (staff("analyst").get(url).status, guest.get(f"{url}?cursor=x").status) == (404, 400)


def test_who_waits_is_told_when_to_ask_again() -> None:
    """D08"""
    order, guest = an_order(a_variant())
    url = f"/v1/orders/{order['id']}"
    page = guest.get(url)
    same = guest.get(url, if_none_match=page.headers["etag"])
    assert (page.headers["retry-after"], same.status, same.headers["retry-after"]) == ("2", 304, "2")
    guest.post(f"{url}/cancel")
    assert guest.get(url, if_none_match=page.headers["etag"]).headers["retry-after"] == "3600"


def test_an_open_after_sales_case_holds_the_automatic_confirmation_up() -> None:
    """D14"""

    def fire() -> Any:
        timer = {"pk": order_pk(order["id"]), "sk": "TIMER#auto_confirm", "due_at": ""}
        assert run_timers(sqs([timer]), None) == {"batchItemFailures": []}
        return guest.get(f"/v1/orders/{order['id']}").json["status"]

    with clock.frozen(NOON):
        order, guest = an_order(a_variant())
        OrderRecord(order_pk(order["id"]), ORDER_SK).update([OrderRecord.status.set("delivered"), OrderRecord.version.add(1)])
        transact([auto_confirm_put(order["id"])])
        transact([case_opened_write(order["id"])])
    with clock.frozen(NOON + timedelta(days=7)):
        assert fire() == "delivered"
        transact([case_closed_write(order["id"])])
    with clock.frozen(NOON + timedelta(days=8)):
        assert fire() == "completed"
