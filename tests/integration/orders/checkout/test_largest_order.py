"""F-A8: the largest legal order goes through every operation: 90 variants, 10 parcels (and 50), 100 payment attempts, 50 refunds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import boto3
import pytest

from functions.orders.app import run_timers
from functions.orders.store import stock_moves
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.payments import PaymentFailed, RefundedPart
from functions.shared.plain.errors import Unavailable
from tests.integration.orders.buyer import a_guest, a_variant, event, filled_straight, staff, stock_of
from tests.integration.orders.money_moves import asked, decided, disputed, gone, told, took
from tests.support.courier import courier_double
from tests.support.events import sqs
from tests.support.http import Client

VARIANTS = 90


@pytest.fixture
def bought() -> tuple[Any, Client, list[str]]:
    """A line of each variant, paid."""
    variants = [a_variant(stock=3, sku=f"SKU-{n}") for n in range(VARIANTS)]
    buyer = a_guest()
    filled_straight(buyer, variants)
    placed = buyer.ready().place()
    assert placed.status == 201, placed.text
    order = placed.json
    told(took(order, "pay_1", order["totals"]["total"]["amount"]))
    return order, Client(buyer.client.app, {"x-order-token": order["token"]}), variants


def parcel(order: Any, lines: list[Any], **more: Any) -> Any:
    body = {"carrier": "sandbox", "lines": [{"line_id": line["id"], "quantity": 1} for line in lines]} | more
    answer = staff().post(f"/v1/admin/orders/{order['id']}/shipments", body)
    assert answer.status == 201, answer.text
    return answer.json


def shelves(variants: list[str]) -> Counter[tuple[int, int]]:
    return Counter(stock_of(variant) for variant in variants)


def cancel(order: Any, by: Client) -> Any:
    return by.post(f"/v1/orders/{order['id']}/cancel", Idempotency_Key="k")


def test_staff_cancel_it_with_ten_parcels(monkeypatch: pytest.MonkeyPatch, bought: Any) -> None:
    """F-A8: more than one transaction holds; all of it happens, once."""
    order, guest, variants = bought
    with courier_double(monkeypatch):
        for n in range(10):
            parcel(order, order["lines"][n * 9 : n * 9 + 9])
    by = staff()
    done = cancel(order, by)
    assert (done.status, {s["status"] for s in done.json["shipments"]}) == (200, {"CANCELLED"})
    assert (shelves(variants), cancel(order, by).text) == ({(3, 0): VARIANTS}, done.text)
    assert findings(parcels_of(order["id"])) == []
    assert guest.get(f"/v1/orders/{order['id']}").json["status"] == "cancelled"


def test_who_dies_between_the_two_halves_is_continued_by_the_timer(monkeypatch: pytest.MonkeyPatch, bought: Any) -> None:
    """F-A8"""
    order, _, variants = bought
    with courier_double(monkeypatch):
        for n in range(10):
            parcel(order, order["lines"][n * 9 : n * 9 + 9])

    def dies(_move: object) -> None:
        raise Unavailable("The wire is cut.")

    with monkeypatch.context() as cut:
        cut.setattr(stock_moves, "_finish", dies)
        assert cancel(order, staff()).status == 200
    assert shelves(variants) == {(2, 0): VARIANTS}
    ring = {"pk": order_pk(order["id"]), "sk": "TIMER#stock", "due_at": "2025-01-01T00:00:00.000Z"}
    for _ in range(2):
        assert run_timers(sqs([ring]), None) == {"batchItemFailures": []}
    assert shelves(variants) == {(3, 0): VARIANTS}
    left = boto3.client("dynamodb").query(
        TableName=OrdersTable.Meta.table_name,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :stock)",
        ExpressionAttributeValues={":pk": {"S": order_pk(order["id"])}, ":stock": {"S": "STOCK#"}},
    )
    assert left["Count"] == 0


def test_every_step_of_its_life(monkeypatch: pytest.MonkeyPatch, bought: Any) -> None:
    """F-A8: read, list, ship, trace, refund in fifty parts, dispute, receipt."""
    order, guest, variants = bought
    failures = [PaymentFailed(f"pay_f{n}", order["id"], "sandbox", "declined") for n in range(99)]
    told(*[event(PaymentFailed.TYPE, vars(one), order["id"]) for one in failures])
    url, total = f"/v1/orders/{order['id']}", order["totals"]["total"]["amount"]
    with courier_double(monkeypatch):
        parcels = [parcel(order, order["lines"][n * 8 : n * 8 + 8]) for n in range(10)]
    back = 0
    for n in range(50):
        part = RefundedPart("line", 10, order["lines"][80 + n % 10]["id"], int(n < 10))
        refund = asked(order, part)
        back += refund.amount
        told(gone(order, refund, total=back))
    told(disputed(order), decided(order, "won"))
    long = "到达转运中心" * 80
    for one in parcels:
        for status in ("PICKED_UP", "IN_TRANSIT", "DELIVERED"):
            trace = f"/v1/admin/orders/{order['id']}/shipments/{one['shipment_id']}/trace"
            assert staff().post(trace, {"status": status, "text": long, "place": long}).status == 201
    page = guest.get(url)
    assert (page.status, page.json["status"], page.json["payment_status"]) == (200, "delivered", "partially_refunded")
    assert (len(page.json["payments"]), len(page.json["refunds"]), len(page.json["shipments"])) == (100, 50, 10)
    assert len(guest.get(f"{url}/tracking").json["data"]) == 10
    seen, more = 0, ""
    for _ in range(9):
        listed = guest.get(f"{url}/timeline?limit=100{more}").json
        seen, more = seen + len(listed["data"]), f"&cursor={listed['next_cursor']}"
        if listed["next_cursor"] is None:
            break
    assert seen > 80
    assert staff().get(f"/v1/admin/orders?status=delivered&month={order['placed_at'][:7]}").json["data"][0]["id"] == order["id"]
    assert guest.post(f"{url}/confirm_receipt").json["status"] == "completed"
    assert (findings(parcels_of(order["id"])), shelves(variants)) == ([], {(2, 0): 80, (3, 0): 10})
    told(gone(order, asked(order, RefundedPart("amount", total - back)), total=total))
    assert guest.get(url).json["payment_status"] == "refunded"


def test_all_of_it_is_paid_back_with_fifty_parcels_prepared(monkeypatch: pytest.MonkeyPatch, bought: Any) -> None:
    """F-A8, F-A3: and a parcel more is refused."""
    order, guest, variants = bought
    with courier_double(monkeypatch):
        for line in order["lines"][:50]:
            parcel(order, [line])
        body = {"carrier": "sandbox", "lines": [{"line_id": order["lines"][60]["id"], "quantity": 1}]}
        assert staff().post(f"/v1/admin/orders/{order['id']}/shipments", body).code == "too_many_parcels"
    refund = asked(order, RefundedPart("amount", order["totals"]["total"]["amount"]))
    told(gone(order, refund))
    page = guest.get(f"/v1/orders/{order['id']}").json
    assert (page["status"], page["cancel_reason"], shelves(variants)) == ("cancelled", "refunded", {(3, 0): VARIANTS})
    assert findings(parcels_of(order["id"])) == []
