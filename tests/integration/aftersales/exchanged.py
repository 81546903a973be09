"""What is exchanged, as its buyer and the shop see it."""

from __future__ import annotations

import json
from typing import Any

from functions.orders.app import app as orders
from functions.orders.app import plan_orders, run_timers
from functions.orders.store.records import OrdersTable
from functions.orders.store.timers import timer_sk
from functions.payments.app import app as payments
from functions.payments.app import follow_orders
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.aftersales.sold import Sold
from tests.integration.orders.buyer import a_variant, staff
from tests.integration.payments.shop import told
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client


def bowl(price: int, *, stock: int = 5) -> str:
    return a_variant(stock=stock, price=price, sku=f"BOWL-{price}")


def asked(sold: Sold, variant: str, *wanted: tuple[int, int], reason: str = "wrong_size", **more: Any) -> Answer:
    lines = [{**line, "variant_id": variant} for line in sold.lines(*wanted, reason=reason)]
    return sold.buyer.post(f"/v1/orders/{sold.id}/returns", {"kind": "exchange", "lines": lines, **more})


def exchange(sold: Sold, variant: str, *wanted: tuple[int, int], **more: Any) -> Any:
    answer = asked(sold, variant, *wanted, **more)
    assert answer.status == 201, answer.text
    return answer.json


def its_order(sold: Sold, case: Any) -> Any:
    answer = Client(orders, {"x-order-token": sold.order["token"]}).get(f"/v1/orders/{case['exchange']['order_id']}")
    assert answer.status == 200, answer.text
    return answer.json


def pay(sold: Sold, case: Any) -> None:
    """The difference, by the buyer, at the order of the exchange."""
    client = Client(payments, {"x-order-token": sold.order["token"]})
    order_id = case["exchange"]["order_id"]
    payment = client.post(f"/v1/orders/{order_id}/payments", {"provider": "sandbox"})
    assert payment.status == 201, payment.text
    assert payment.json["amount"] == case["exchange"]["to_pay"]
    assert sold.shop.webhook(told(payment.json, key=f"e{order_id}")).status == 200
    sold.shop.work()
    sold.news()


def sent_back(sold: Sold, case: Any) -> None:
    assert sold.staff(case, "approve", {}).status == 200
    assert sold.mine(case, "ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"}).status == 200


def ended(sold: Sold) -> None:
    """Payments hear of orders that ended, and give back what was paid."""
    gone = sqs_of_events(events_in(OrdersTable, "order.cancelled"))
    for _ in range(2):
        assert follow_orders(gone, None) == {"batchItemFailures": []}
    sold.shop.work()
    sold.news()


def unpaid_at_its_deadline(case: Any) -> None:
    pk, sk = f"ORD#{case['exchange']['order_id']}", timer_sk("payment_deadline")
    body = {"pk": pk, "sk": sk, "due_at": times.iso(clock.now())}
    for n in range(2):
        assert run_timers({"Records": [{"messageId": str(n), "body": json.dumps(body)}]}, None) == {"batchItemFailures": []}


def parcels(case: Any) -> list[Any]:
    """What is planned of its order, once its news have come."""
    news = [
        e for e in events_in(OrdersTable) if e.type in ("order.paid", "order.review_released") and e.subject == case["exchange"]["order_id"]
    ]
    assert plan_orders(sqs_of_events(news), None) == {"batchItemFailures": []}
    rows: list[Any] = staff().get(f"/v1/admin/orders/{case['exchange']['order_id']}/shipments").json["data"]
    return rows


def sell_out(variant: str) -> None:
    StockRecord(variant_pk(variant), STOCK_SK).update([StockRecord.available.set(0)])
