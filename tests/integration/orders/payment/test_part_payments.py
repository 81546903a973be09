"""F-A12: less than the total is taken; the order keeps its place and says what is open."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from functions.orders.app import apply_payments, run_timers
from functions.orders.payment.payable import payable
from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.auth.caller import staff_caller
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentCaptured
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from tests.integration.orders.buyer import NOON, a_variant, an_order, event, stock_of
from tests.support.events import events_in, sqs, sqs_of_events

STAFF = staff_caller("cus_staff", "support")


def took(order: Any, payment_id: str, amount: int, *, part: bool = False) -> Envelope:
    data = PaymentCaptured(payment_id, order["id"], "sandbox", payment_id, amount, "CNY", "2025-03-10T04:05:00.000Z", part)
    return event(PaymentCaptured.TYPE, asdict(data), order["id"])


def held(order: Any, payment_id: str, amount: int) -> Envelope:
    data = PaymentAuthorized(payment_id, order["id"], "sandbox", amount, "CNY", False, "2025-03-10T04:05:00.000Z")
    return event(PaymentAuthorized.TYPE, asdict(data), order["id"])


def apply(*messages: Envelope) -> None:
    assert apply_payments(sqs_of_events(messages), None) == {"batchItemFailures": []}


def test_a_part_leaves_the_rest_open_and_the_rest_pays_the_order() -> None:
    """F-A12"""
    variant = a_variant(stock=5, price=16_000)
    with clock.frozen(NOON):
        order, guest = an_order(variant)
        apply(took(order, "pay_1", 6_000, part=True), took(order, "pay_1", 6_000, part=True))
        half = guest.get(f"/v1/orders/{order['id']}").json
        assert (half["status"], half["payment_status"]) == ("pending_payment", "partially_paid")
    with clock.frozen(NOON + timedelta(hours=2)):
        # The deadline has passed, but with money in it the order does not lapse, and may still be paid.
        run_timers(sqs([{"pk": order_pk(order["id"]), "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}]), None)
        asked = payable(order["id"], caller=STAFF, order_token=None)
        assert (asked.open, asked.amount.amount) == (True, 10_000)
        apply(took(order, "pay_2", 10_001), took(order, "pay_3", 10_000), took(order, "pay_4", 10_000))
    whole = guest.get(f"/v1/orders/{order['id']}").json
    assert (whole["status"], whole["payment_status"], stock_of(variant)) == ("paid", "paid", (4, 0))
    assert [p["status"] for p in whole["payments"]] == ["captured", "mismatch", "captured", "duplicate"]
    assert [e.data["open_amount"] for e in events_in(OrdersTable, "order.partially_paid")] == [10_000]
    assert len(events_in(OrdersTable, "order.paid")) == 1
    assert not payable(order["id"], caller=STAFF, order_token=None).open


def test_of_held_money_a_part_is_taken_and_the_rest_is_held_again() -> None:
    """F-A12: the second promise is of what is open, not of the total."""
    order, guest = an_order(a_variant(stock=5, price=16_000))
    apply(held(order, "pay_1", 16_000), took(order, "pay_1", 6_000, part=True))
    assert guest.get(f"/v1/orders/{order['id']}").json["payment_status"] == "partially_paid"
    apply(held(order, "pay_2", 16_000), held(order, "pay_3", 10_000), held(order, "pay_4", 10_000))
    seen = guest.get(f"/v1/orders/{order['id']}").json
    assert [p["status"] for p in seen["payments"]] == ["captured", "mismatch", "authorized", "duplicate"]
    assert seen["status"] == "fulfilling"
    apply(took(order, "pay_3", 10_000))
    assert guest.get(f"/v1/orders/{order['id']}").json["payment_status"] == "paid"


def test_a_part_told_with_a_larger_sum_later_counts_as_that_sum() -> None:
    order, guest = an_order(a_variant(stock=5, price=16_000))
    apply(took(order, "pay_1", 6_000, part=True), took(order, "pay_1", 9_000, part=True), took(order, "pay_1", 6_000, part=True))
    assert payable(order["id"], caller=STAFF, order_token=None).amount.amount == 7_000
    apply(took(order, "pay_1", 16_000))
    assert guest.get(f"/v1/orders/{order['id']}").json["payment_status"] == "paid"
