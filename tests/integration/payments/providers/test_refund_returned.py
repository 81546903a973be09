"""A refund that the provider reports as failed after its money had left: everything that knew of it takes it back. E16"""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.payments.model.attempt import reference_of
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import signatures
from functions.shared.store.records import find
from tests.integration.payments.bus import Bus
from tests.integration.payments.providers.trading import Trading
from tests.integration.payments.shop import balances
from tests.support.events import events_in
from tests.support.http import Answer


def told(shop: Trading, refund: dict[str, Any], key: str, *, secret: str = "") -> Answer:
    """Stripe's message that the bank has sent the money back."""
    metadata = {"reference": reference_of(refund["payment_id"]), "refund_ref": refund["reference"]}
    thing = {"id": "re_1", "object": "refund", "amount": refund["amount"]["amount"], "currency": "cny", "payment_intent": "pi_1"}
    thing |= {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": "txn_1",
        "metadata": metadata,
    }
    event = {"id": key, "type": "refund.failed", "livemode": False, "data": {"object": thing}}
    body, at = json.dumps(event).encode(), int(clock.now().timestamp())
    header = signatures.sign(secret or shop.outside.shop_keys["stripe"]["webhook_secrets"][0], at, body)
    return shop.door.call("POST", "/v1/webhooks/payments/stripe", body, {"stripe-signature": header})


def payment_status(shop: Trading) -> str:
    record = find(OrderRecord, order_pk(shop.order_id), ORDER_SK)
    assert record is not None
    return str(record.payment_status)


def test_money_that_came_back_is_given_back_no_more_and_can_be_refunded_again(shop: Trading) -> None:
    bus, payment = Bus(times=2, newest_first=True), shop.captured("stripe")
    bus.pump()
    shop.refund(2_000)
    returned = shop.refund(5_000)
    bus.pump()
    assert (payment_status(shop), shop.payment(payment["id"])["refunded"]["amount"]) == ("partially_refunded", 7_000)
    assert told(shop, returned, "evt_forged", secret="whsec_somebody_elses").status == 401
    for key in ("evt_1", "evt_1", "evt_2"):
        assert told(shop, returned, key).status == 200
    shop.work()
    bus.pump()
    assert (payment_status(shop), shop.payment(payment["id"])["refunded"]["amount"]) == ("partially_refunded", 2_000)
    assert balances()[f"order:{shop.order_id}"] == -10_900
    assert sorted(shop.refunds()) == [(2_000, "succeeded"), (5_000, "failed")]
    (event,) = events_in(PaymentsTable, "payment.refund_failed")
    assert (event.data["refund_id"], event.data["refunded"], event.data["returned"]) == (returned["id"], 2_000, 5_000)
    body = {"amount": {"amount": 10_901, "currency": "CNY"}, "reason": "again"}
    assert shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", body).code == "refund_exceeds_captured"
    shop.refund(5_900)  # what the simulated bank, which knows of no failure, has left
    bus.pump()
    assert shop.payment(payment["id"])["refunded"]["amount"] == 7_900
    assert (payment_status(shop), balances()[f"order:{shop.order_id}"]) == ("partially_refunded", -5_000)


def test_when_all_of_it_came_back_the_order_is_paid(shop: Trading) -> None:
    bus, _ = Bus(), shop.captured("stripe")
    bus.pump()
    refund = shop.refund(12_900)
    bus.pump()
    assert payment_status(shop) == "refunded"
    assert told(shop, refund, "evt_1").status == 200
    shop.work()
    bus.pump()
    assert (payment_status(shop), balances()[f"order:{shop.order_id}"]) == ("paid", -12_900)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_follows_whatever_the_order_of_the_messages(shop: Trading, order: tuple[int, ...]) -> None:
    """Given back 2000, then 5000, and the 5000 came back."""
    bus, _ = Bus(), shop.captured("stripe")
    bus.pump()
    shop.refund(2_000)
    assert told(shop, shop.refund(5_000), "evt_1").status == 200
    shop.work()
    news = sorted(events_in(PaymentsTable, "payment.refunded") + events_in(PaymentsTable, "payment.refund_failed"), key=lambda e: e.id)
    assert len(news) == 3
    bus.deliver([news[number] for number in order])
    assert payment_status(shop) == "partially_refunded"
    (shown,) = shop.guest.get(f"/v1/orders/{shop.order_id}/payments").json["data"]
    assert shown["refunded"]["amount"] == 2_000
