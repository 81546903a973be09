"""What the tests of payments do to the shop: place an order, start a payment, let the provider call, run the worker."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3

from functions.orders.model.order import DeliveryOption, Order, Totals
from functions.orders.model.states import Status
from functions.orders.store.moves import move
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.repository import get_order
from functions.payments.app import app, process_webhooks, sweep_payments
from functions.payments.model.ledger import Entry
from functions.payments.store.records import LedgerRecord, PaymentsTable
from functions.shared.events.contracts.orders import OrderCancelled
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, signatures, times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.postal_address import Address
from functions.shared.store.transactions import transact
from tests.integration.payments.sandbox_double import SECRET, Provider
from tests.support.http import Answer, Client
from tests.support.identity import bearer

GUEST_TOKEN = "the-guests-token"
WEBHOOK = "/v1/webhooks/payments/sandbox"


class Shop:
    def __init__(self, queue: str, provider: Provider) -> None:
        self.queue, self.provider = queue, provider
        self.guest = Client(app, {"X-Order-Token": GUEST_TOKEN})
        self.stranger = Client(app)
        self.door = Client(app)
        self.finance = Client(app, bearer("finance"))
        self.order_id = self.place()

    def place(
        self, *, total: int = 12900, status: str = "pending_payment", minutes: int = 30, number: str = "N20260131", **address: str
    ) -> str:
        now, order_id = clock.now(), fresh.new_id("ord")
        order = Order(
            id=order_id,
            number=number,
            customer_id=None,
            channel="web",
            language="zh",
            currency="CNY",
            lines=[],
            totals=Totals(total, 0, 0, 0, total),
            address=replace(Address("张三", "13800000000", "CN", "浙江", "杭州", "西湖", "文三路 1 号"), **address),
            delivery=DeliveryOption("flat", "sandbox", "standard", 0, "2026-02-03"),
            placed_at=times.iso(now),
            payment_deadline=times.iso(now + timedelta(minutes=minutes)),
        )
        record = OrderRecord(
            pk=order_pk(order_id), sk=ORDER_SK, kind="order", body=dump(order), status=status, token_hash=ids.token_hash(GUEST_TOKEN)
        )
        record.save()
        return order_id

    def pay(self, key: str | None = None, *, order_id: str | None = None, **body: Any) -> Answer:
        headers = {"idempotency-key": key} if key else {}
        return self.guest.call("POST", f"/v1/orders/{order_id or self.order_id}/payments", {"provider": "sandbox", **body}, headers)

    def started(self, **body: Any) -> dict[str, Any]:
        answer = self.pay(**body)
        assert answer.status == 201, answer.text
        payment: dict[str, Any] = answer.json
        return payment

    def payment(self, payment_id: str) -> dict[str, Any]:
        payment: dict[str, Any] = self.guest.get(f"/v1/payments/{payment_id}").json
        return payment

    def webhook(self, body: bytes, *, header: str | None = None, secret: str = SECRET, at: int | None = None) -> Answer:
        signature = header if header is not None else signatures.sign(secret, at or int(clock.now().timestamp()), body)
        return self.door.call("POST", WEBHOOK, body, {"X-Sandbox-Signature": signature})

    def cancel(self) -> None:
        """As staff cancel it; the stock of these orders is nobody's."""
        record = get_order(self.order_id)
        payload = OrderCancelled(order_of(record).summary(), "staff", record.status)
        transact(move(record, Status.CANCELLED, payload, actor=SYSTEM))

    def waiting(self) -> list[dict[str, Any]]:
        """The messages on the queue, taken off it."""
        client, found = boto3.client("sqs"), []
        while messages := client.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append({"messageId": message["MessageId"], "body": message["Body"]})
                client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    def due(self) -> list[dict[str, Any]]:
        """What the sweep puts onto the queue now."""
        sweep_payments({}, None)
        return self.waiting()

    def work(self, messages: list[dict[str, Any]] | None = None) -> int:
        """Run the worker over what waits (or over `messages`); how many there were. Nothing may fail."""
        records = self.waiting() if messages is None else messages
        assert process_webhooks({"Records": records}, None) == {"batchItemFailures": []}
        return len(records)


def told(payment: dict[str, Any], kind: str = "charge.succeeded", *, key: str = "sbxevt_1", **data: Any) -> bytes:
    """The sandbox's message about a payment, as bytes."""
    content = {"id": f"sbx_{payment['reference']}", "reference": payment["reference"], **payment["amount"], "status": "x", **data}
    return json.dumps({"id": key, "type": kind, "created": int(clock.now().timestamp()), "data": content}).encode()


def everything() -> list[dict[str, Any]]:
    """The whole payments table, to show that nothing changed."""
    items: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName="payments")["Items"]
    return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def balances() -> dict[str, int]:
    """The ledger's accounts; their sum is checked to be zero."""
    totals: dict[str, int] = {}
    for item in LedgerRecord.scan(PaymentsTable.kind == "ledger"):
        for posting in load(Entry, item.body).postings:
            totals[posting.account] = totals.get(posting.account, 0) + posting.amount
    assert sum(totals.values()) == 0
    return totals
