"""An order that came to its buyer, and what they and the shop do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from functions.aftersales.app import app, follow_returns, sweep_returns
from functions.aftersales.store.records import AftersalesTable
from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, staff
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.quick_moto.begun import begun, stored

_OF_ORDERS = ("order.refunded", "order.refund_failed", "case_order.covered", "case_order.ended", "shipment.came_back")
_REMEDIES = ("return.refunded", "return.reshipped", "return.sent_back", "recall.opened")
NEWS = (
    "return.approved",
    "return.inspected",
    "return.ruled",
    "return.sent",
    "return.withdrawn",
    "return.cancelled",
    "return.closed",
    *_REMEDIES,
    *_OF_ORDERS,
)


@dataclass
class Sold:
    shop: Shop
    queue: str
    order: Any
    variants: list[str]
    buyer: Client
    heard: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return str(self.order["id"])

    def lines(self, *wanted: tuple[int, int], reason: str = "changed_mind") -> list[dict[str, Any]]:
        """`wanted`: (line, quantity)"""
        return [{"line_id": self.order["lines"][n]["id"], "quantity": quantity, "reason": reason} for n, quantity in wanted]

    def open(self, *wanted: tuple[int, int], kind: str = "return", reason: str = "changed_mind", **more: Any) -> Answer:
        return self.buyer.post(f"/v1/orders/{self.id}/returns", {"kind": kind, "lines": self.lines(*wanted, reason=reason), **more})

    def opened(self, *wanted: tuple[int, int], **more: Any) -> Any:
        answer = self.open(*wanted, **more)
        assert answer.status == 201, answer.text
        return answer.json

    def mine(self, case: Any, step: str, body: Any = None) -> Answer:
        return self.buyer.post(f"/v1/returns/{case['id']}/{step}", body)

    def seen(self, case: Any) -> Any:
        answer = self.buyer.get(f"/v1/returns/{case['id']}")
        assert answer.status == 200, answer.text
        return answer.json

    def staff(self, case: Any, step: str, body: Any = None, role: str = "owner") -> Answer:
        return Client(app, bearer(role)).post(f"/v1/admin/returns/{case['id']}/{step}", body)

    def graded(self, case: Any, *graded: tuple[int, int, str]) -> Answer:
        """`graded`: (line, quantity, grade)"""
        rows = [{"line_id": self.order["lines"][n]["id"], "quantity": count, "grade": grade} for n, count, grade in graded]
        return self.staff(case, "receive", {"lines": rows}, role="warehouse")

    def sent_back(self, *wanted: tuple[int, int], **more: Any) -> Any:
        """A return that is approved and on its way."""
        case = self.opened(*wanted, **more)
        assert self.staff(case, "approve", {}).status == 200
        sent = self.mine(case, "ship", {"carrier": "sf", "waybill": f"SF{case['id'][-8:]}"})
        assert sent.status == 200, sent.text
        return sent.json

    def send(self, *pieces: int, delivered: bool = True) -> None:
        """A parcel with so many pieces of each line, by hand."""
        rows = [{"line_id": line["id"], "quantity": count} for line, count in zip(self.order["lines"], pieces, strict=True) if count]
        body = {"carrier": "manual", "waybill": f"W{self.id[-6:]}{sum(pieces)}{pieces[0]}", "lines": rows}
        parcel = staff().post(f"/v1/admin/orders/{self.id}/shipments", body)
        assert parcel.status == 201, parcel.text
        if delivered:
            self.deliver(parcel.json["shipment_id"])

    def deliver(self, shipment_id: str) -> None:
        arrived = staff().post(f"/v1/admin/orders/{self.id}/shipments/{shipment_id}/trace", {"status": "DELIVERED", "place": "杭州"})
        assert arrived.status == 201, arrived.text

    def news(self) -> None:
        """Everything that after-sales, payments and orders tell each other, each event twice, until nobody has anything new."""
        while fresh := [e for model in (AftersalesTable, PaymentsTable, OrdersTable) for e in events_in(model) if e.id not in self.heard]:
            self.heard |= {event.id for event in fresh}
            for events in (fresh, fresh[::-1]):
                assert follow_returns(sqs_of_events(e for e in events if e.type in NEWS), None) == {"batchItemFailures": []}
                money = [e for e in events if e.type.startswith("payment.")]
                assert apply_payments(sqs_of_events(money), None) == {"batchItemFailures": []}

    def due(self, *, times: int = 1) -> int:
        """What the schedule finds and the worker does, as often as the queue delivers it; how many were found."""
        found = sweep_returns({}, None)["sent"]
        messages = taken(self.queue)
        for _ in range(times):
            assert follow_returns({"Records": messages}, None) == {"batchItemFailures": []}
        return int(found)

    def given_back(self) -> int:
        return sum(event.data["amount"] for event in events_in(OrdersTable, "order.refunded"))

    def evidence(self, *, sent: bool = True) -> str:
        offered = self.buyer.post(f"/v1/orders/{self.id}/evidence", {"filename": "cup.jpg", "content_type": "image/jpeg"})
        assert offered.status == 201, offered.text
        if sent:
            key = offered.json["upload"]["fields"]["key"]
            boto3.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=b"\xff\xd8\xff")
        return str(offered.json["id"])


def taken(queue: str) -> list[dict[str, Any]]:
    client, found = boto3.client("sqs"), []
    while messages := client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append({"messageId": message["MessageId"], "body": json.dumps(json.loads(message["Body"]))})
            client.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def sold_order(
    shop: Shop,
    queue: str,
    *lines: tuple[int, int],
    delivered: bool = True,
    sent: tuple[int, ...] | None = None,
    paid: bool = True,
    to: Mapping[str, str] = ADDRESS,
    by: str = "standard",
) -> Sold:
    """`lines`: (price, quantity). `sent`: pieces by line that go into the parcel, else all. `to`, `by`: address and delivery option.

    Where nothing is stored yet but the order that `shop` begins with, an order sold alike a moment ago is put back."""
    before = stored()
    if len(before) > 1 or abs(clock.now() - datetime.now(UTC)) > timedelta(seconds=1):
        return _sold_order(shop, queue, lines, delivered, sent, paid, to, by)

    def make() -> tuple[Sold, Any]:
        found = _sold_order(shop, queue, lines, delivered, sent, paid, to, by)
        return found, deepcopy((shop.provider.charges, shop.provider.calls, found.order))

    (found, known), again = begun((lines, delivered, sent, paid, sorted(to.items()), by), before, make)
    if not again:
        return found  # type: ignore[no-any-return]
    charges, calls, order = deepcopy(known)
    shop.provider.charges, shop.provider.calls = charges, calls
    if paid:
        shop.order_id = order["id"]
    return Sold(shop, queue, order, [*found.variants], Client(app, {"x-order-token": order["token"]}))


def _sold_order(
    shop: Shop,
    queue: str,
    lines: tuple[tuple[int, int], ...],
    delivered: bool,
    sent: tuple[int, ...] | None,
    paid: bool,
    to: Mapping[str, str],
    by: str,
) -> Sold:
    variants = [a_variant(stock=20, price=price, sku=f"SKU-{n}") for n, (price, _) in enumerate(lines)]
    guest = a_guest()
    for variant, (_, quantity) in zip(variants, lines, strict=True):
        assert guest.add(variant, quantity).status == 201
    assert guest.client.put(f"{guest.cart}/address", dict(to)).status == 200
    chosen = guest.client.put(f"{guest.cart}/delivery_option", {"id": by})
    assert chosen.status == 200, chosen.text
    placed = guest.place()
    assert placed.status == 201, placed.text
    order = placed.json
    found = Sold(shop, queue, order, variants, Client(app, {"x-order-token": order["token"]}))
    if not paid:
        return found
    shop.order_id = order["id"]
    payment = Client(payments_app, bearer("owner")).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).json
    shop.webhook(told(payment, key=f"e{order['id']}"))
    shop.work()
    assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}
    pieces = tuple(quantity for _, quantity in lines) if sent is None else sent
    if sum(pieces):
        found.send(*pieces, delivered=delivered)
    return found


def later(**span: float) -> Any:
    """The clock stands so much later."""
    return clock.frozen(clock.now() + timedelta(**span))
