"""Placing an order: all or nothing, once, at the price that was shown."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from functions.orders.app import app, apply_payments
from functions.orders.store.records import OrderRecord, OrdersTable, order_pk
from functions.shared.outside import clock
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import (
    ADDRESS,
    CODES,
    NOON,
    Buyer,
    a_customer,
    a_guest,
    a_variant,
    an_order,
    captured,
    counted,
    filled_straight,
    staff,
    stock_of,
)
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client


def orders() -> int:
    return sum(1 for _ in OrderRecord.scan(OrderRecord.kind == "order"))


def ready(variant: str, quantity: int = 1) -> Buyer:
    buyer = a_guest()
    buyer.add(variant, quantity)
    return buyer.ready()


def test_a_cart_becomes_an_order_with_its_stock_reserved() -> None:
    """D04, D06, C02"""
    with clock.frozen(NOON):
        variant = a_variant(stock=5, price=1000)
        buyer = ready(variant, 2)
        preview = buyer.preview()
        placed = buyer.place(preview["preview_hash"])
    assert (placed.status, placed.headers["etag"][:3]) == (201, '"1-')
    order = placed.json
    assert (order["status"], order["payment_status"], order["fulfilment_status"]) == ("pending_payment", "unpaid", "unfulfilled")
    nothing_back = {"refunded": {"amount": 0, "currency": "CNY"}}
    assert (order["totals"], order["parts"]) == (preview["totals"] | nothing_back, preview["parts"])
    assert (order["placed_at"], order["payment_deadline"]) == ("2025-03-10T04:00:00.000Z", "2025-03-10T04:30:00.000Z")
    assert order["number"].startswith("250310")
    assert len(order["number"]) == 14
    assert order["delivery_option"]["promised_date"] == "2025-03-13"
    assert order["address"] == ADDRESS | CODES
    assert [(line["variant_id"], line["quantity"], line["total"]["amount"]) for line in order["lines"]] == [(variant, 2, 2000)]
    assert stock_of(variant) == (3, 2)
    (event,) = events_in(OrdersTable)
    assert (event.type, event.subject, event.actor.kind, event.data["order"]["total"]) == ("order.placed", order["id"], "guest", 3000)
    assert "李雷" not in json.dumps(event.data, ensure_ascii=False)
    timer = OrdersTable.get(order_pk(order["id"]), "TIMER#payment_deadline")
    assert ((timer.due_pk or "")[:4], timer.due_at) == ("DUE#", order["payment_deadline"])


def test_custom_fields_are_kept_returned_and_in_every_event() -> None:
    """X10"""
    buyer = ready(a_variant())
    body = {"cart_id": buyer.cart_id, "metadata": {"erp": "A-1", "礼物": "是"}}
    order = buyer.client.post("/v1/orders", body)
    assert (order.status, order.json["metadata"]) == (201, body["metadata"])
    apply_payments(sqs_of_events([captured(order.json)]), None)
    assert {event.type: event.metadata for event in events_in(OrdersTable)} == {
        "order.placed": body["metadata"],
        "order.paid": body["metadata"],
    }
    too_many = {"cart_id": buyer.cart_id, "metadata": {str(i): "x" for i in range(51)}}
    assert buyer.client.post("/v1/orders", too_many).code == "invalid"


def test_placing_costs_three_requests() -> None:
    buyer = a_guest()
    for _ in range(10):
        buyer.add(a_variant())
    buyer.ready()
    with counted() as calls:
        assert buyer.place(Idempotency_Key="k").status == 201
    assert calls == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}


def test_the_snapshot_does_not_follow_the_catalogue() -> None:
    """D06"""
    variant = a_variant(price=1000)
    order, guest = an_order(variant)
    a_variant(price=9999, published=False, variant_id=variant)
    assert guest.get(f"/v1/orders/{order['id']}").json == order | {"token": None}


def test_the_guests_token_is_stored_only_as_its_hash() -> None:
    order, _ = an_order(a_variant())
    assert not [item for item in OrdersTable.scan() if order["token"] in str(item.attribute_values)]


def test_a_customers_order_needs_no_token() -> None:
    buyer = a_customer()
    buyer.add(a_variant())
    order = buyer.ready().place().json
    assert (order["token"], order["customer_id"][:4]) == (None, "cus_")
    assert buyer.client.get(f"/v1/orders/{order['id']}").status == 200
    assert buyer.client.get("/v1/orders").json["data"][0]["id"] == order["id"]


def test_one_key_five_times_in_parallel_is_one_order() -> None:
    """D04, X01"""
    variant = a_variant(stock=10)
    buyer = ready(variant)
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: buyer.place(Idempotency_Key="one"), range(5)))
    assert [a.status for a in answers] == [201] * 5
    assert len({a.text for a in answers}) == 1
    assert sum(a.headers.get("idempotent-replayed") == "true" for a in answers) == 4
    assert (orders(), stock_of(variant), len(events_in(OrdersTable))) == (1, (9, 1), 1)


def test_two_tabs_placing_the_same_cart_make_one_order() -> None:
    variant = a_variant(stock=10)
    buyer = ready(variant)
    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(lambda _: buyer.place(), range(2)), key=lambda a: a.status)
    assert (first.status, second.status, second.code) == (201, 409, "cart_already_placed")
    assert second.json["order_id"] == first.json["id"]
    assert (orders(), stock_of(variant)) == (1, (9, 1))
    late = buyer.add(variant)
    assert (late.code, late.json["order_id"]) == ("cart_already_placed", first.json["id"])
    cart = buyer.client.get(buyer.cart).json
    assert (cart["status"], cart["order_id"]) == ("placed", first.json["id"])


def test_thirty_buyers_for_the_last_ten_units() -> None:
    """C02"""
    variant = a_variant(stock=10)
    buyers = [ready(variant) for _ in range(30)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda buyer: buyer.place(), buyers))
    assert Counter((a.status, a.json.get("code")) for a in answers) == {(201, None): 10, (409, "out_of_stock"): 20}
    assert (stock_of(variant), orders(), len(events_in(OrdersTable, "order.placed"))) == ((0, 10), 10, 10)
    assert sum(1 for _ in StockTable.scan(StockTable.kind == "journal")) == 10
    assert len({o.sk for o in OrdersTable.scan(OrdersTable.kind == "timer")}) == 1
    assert all(a.json["variant_ids"] == [variant] for a in answers if a.status == 409)


def test_a_price_that_changed_since_the_preview_is_not_charged() -> None:
    """D02"""
    variant = a_variant(price=1000)
    buyer = ready(variant)
    shown = buyer.preview()["preview_hash"]
    a_variant(price=1200, variant_id=variant)
    refused = buyer.place(shown)
    assert (refused.status, refused.code, refused.json["preview"]["totals"]["subtotal"]["amount"]) == (409, "preview_changed", 1200)
    assert (orders(), stock_of(variant)) == (0, (20, 0))
    placed = buyer.place(refused.json["preview"]["preview_hash"])
    assert (placed.status, placed.json["totals"]["subtotal"]["amount"]) == (201, 1200)


def test_a_promise_that_changed_since_the_preview_is_told_too() -> None:
    """F06"""
    with clock.frozen(NOON):
        buyer = ready(a_variant())
        shown = buyer.preview()["preview_hash"]
    with clock.frozen(NOON + timedelta(hours=5)):
        assert buyer.place(shown).code == "preview_changed"


def test_an_incomplete_cart_names_every_missing_step() -> None:
    """D03"""
    buyer = a_guest()
    empty = buyer.place()
    assert (empty.status, empty.code) == (422, "empty_cart")
    buyer.add(a_variant())
    refused = buyer.place()
    assert (refused.status, refused.code) == (422, "incomplete")
    assert [e["pointer"] for e in refused.json["errors"]] == ["/cart_id/address", "/cart_id/delivery_option"]
    assert (orders(), events_in(OrdersTable)) == (0, [])


def test_lines_not_for_sale_or_short_are_all_named() -> None:
    variants = [a_variant() for _ in range(3)]
    buyer = a_guest()
    for variant in variants:
        buyer.add(variant, 2)
    buyer.ready()
    a_variant(stock=1, variant_id=variants[0])
    a_variant(stock=0, variant_id=variants[1])
    short = buyer.place()
    assert (short.status, short.code, short.json["variant_ids"]) == (409, "out_of_stock", variants[:2])
    a_variant(published=False, variant_id=variants[2])
    gone = buyer.place()
    assert (gone.status, gone.code, gone.json["variant_ids"]) == (409, "unpublished", [variants[2]])
    assert (orders(), stock_of(variants[2])) == (0, (20, 0))


def test_ninety_variants_fit_into_one_order_and_more_do_not() -> None:
    variants = [a_variant() for _ in range(91)]
    more, ninety = a_guest(), a_guest()
    filled_straight(more, variants)
    refused = more.ready().place()
    assert (refused.status, refused.code, stock_of(variants[90])) == (422, "too_many_lines", (20, 0))
    filled_straight(ninety, variants[:90])
    placed = ninety.ready().place(Idempotency_Key="k")
    assert (placed.status, len(placed.json["lines"])) == (201, 90)
    assert {stock_of(variant) for variant in variants[:90]} == {(19, 1)}
    assert apply_payments(sqs_of_events([captured(placed.json)]), None) == {"batchItemFailures": []}
    assert {stock_of(variant) for variant in variants[:90]} == {(19, 0)}


@pytest.mark.parametrize("headers", [{}, {"x-cart-token": "wrong"}])
def test_anothers_cart_cannot_be_placed(headers: dict[str, str]) -> None:
    buyer = ready(a_variant())
    assert Client(app, headers).post("/v1/orders", {"cart_id": buyer.cart_id}).status == 404
    assert Client(app, headers).post("/v1/orders", {"cart_id": "cart_x", "extra": 1}).status == 422
    assert staff().post("/v1/orders", {"cart_id": buyer.cart_id}).status == 404
    assert orders() == 0
