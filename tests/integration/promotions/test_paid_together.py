"""Orders that are told to be paid in one batch: read together, written together, each counted once."""

from __future__ import annotations

import uuid
from typing import Any

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.promotions.offers.past_basket import PastBasket
from functions.promotions.store.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk
from functions.shared.plain.bodies import load
from tests.integration.orders.buyer import captured, counted
from tests.integration.promotions.shop import a_cart, a_coupon, customer_of, use
from tests.support.events import events_in, sqs_of_events

DONE: dict[str, Any] = {"batchItemFailures": []}


def paid(*subjects: str) -> list[str]:
    orders = [a_cart(subject=subject).place().json for subject in subjects]
    for order in orders:
        assert apply_payments(sqs_of_events([captured(order)]), None) == DONE
    return [order["id"] for order in orders]


def kept() -> dict[str, PastBasket]:
    baskets = [load(PastBasket, record.body) for record in PromotionsTable.scan(PromotionsTable.kind == "past_basket")]
    return {basket.order_id: basket for basket in baskets}


def orders_of(subject: str) -> int:
    return int(BuyerRecord.get(customer_pk(customer_of(subject)), BUYER_SK).paid_orders)


def test_a_batch_costs_a_read_and_a_write_and_counts_each_order_once() -> None:
    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    ids = paid(one, other)
    told = sqs_of_events(events_in(OrdersTable, "order.paid"))
    with counted() as calls:
        assert react(told, None) == DONE
    assert calls == {"BatchGetItem": 1, "TransactWriteItems": 1}
    assert (set(kept()), orders_of(one), orders_of(other)) == (set(ids), 1, 1)
    # One more, with those that were counted before.
    third = paid(one)
    assert react(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == DONE
    assert (set(kept()), orders_of(one), orders_of(other)) == ({*ids, *third}, 2, 1)
    assert kept()[third[0]].paid_orders == 1


def test_two_orders_of_one_customer_in_a_batch_know_of_each_other() -> None:
    subject = str(uuid.uuid4())
    first, second = paid(subject, subject)
    assert react(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == DONE
    assert [kept()[order_id].paid_orders for order_id in (first, second)] == [0, 1]
    assert orders_of(subject) == 2


def test_a_coupon_is_redeemed_in_a_batch_and_its_event_says_what_caused_it() -> None:
    a_coupon(limits={"uses": 5})
    buyer = a_cart(subject=str(uuid.uuid4()))
    use(buyer, "SAVE10")
    order = buyer.place().json
    apply_payments(sqs_of_events([captured(order)]), None)
    paid(str(uuid.uuid4()))
    told = events_in(OrdersTable, "order.paid")
    for _ in range(2):
        assert react(sqs_of_events(told), None) == DONE
    (redeemed,) = events_in(PromotionsTable, "coupon.redeemed")
    cause = next(one.correlation_id for one in told if one.subject == order["id"])
    assert (redeemed.data["order_id"], redeemed.correlation_id) == (order["id"], cause)
