"""Orders of total 0: paid when they are placed, without a payment that nobody could make."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import app, run_timers
from functions.orders.checkout import place_order
from functions.orders.store.records import OrdersTable
from functions.promotions.app import react
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.stock.model.stock import JournalEntry
from functions.stock.store.records import StockTable
from tests.integration.orders.buyer import Buyer, a_variant, counted, staff, stock_of
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, claimed, code_of, use
from tests.integration.promotions.test_flash_sales import a_sale, entered, left
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.races import in_between

DONE: dict[str, Any] = {"batchItemFailures": []}
ALL_OFF: dict[str, Any] = {"kind": "percent", "amount": None, "basis_points": 10_000}


def free(buyer: Buyer) -> Buyer:
    """Everything off goods and delivery."""
    rules: dict[str, dict[str, Any]] = {"GOODS00": ALL_OFF, "SHIP00": {"kind": "free_shipping", "amount": None}}
    for code, rule in rules.items():
        if use(buyer, code).status == 404:
            a_coupon(code=code, rule=rule)
            assert use(buyer, code).status == 200
    return buyer


def told() -> list[str]:
    return [event.type for event in events_in(OrdersTable)]


def journal() -> tuple[int, int]:
    lines = [line for item in StockTable.scan(StockTable.kind == "journal") for line in load(JournalEntry, item.body).lines]
    return sum(line.available for line in lines), sum(line.reserved for line in lines)


def test_it_is_paid_when_it_is_placed() -> None:
    """F-A2"""
    variant = a_variant(stock=5, price=5000)
    buyer = free(a_cart(guest=True, variant=variant, quantity=2))
    assert buyer.preview()["totals"]["total"]["amount"] == 0
    with counted() as calls:
        placed = buyer.place(Idempotency_Key="k")
    assert (placed.status, calls) == (201, {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1})
    order = placed.json
    assert (order["status"], order["payment_status"], order["totals"]["total"]["amount"]) == ("paid", "paid", 0)
    assert order["paid_at"] == order["placed_at"]
    assert buyer.place(Idempotency_Key="k").json == order
    assert told() == ["order.placed", "order.paid"]
    assert (stock_of(variant), journal()) == ((3, 0), (-2, 0))
    assert [one.sk for one in OrdersTable.scan(OrdersTable.kind == "timer")] == ["TIMER#watch"]
    page = Client(app, {"x-order-token": order["token"]}).get(f"/v1/orders/{order['id']}/timeline").json
    assert [entry["type"] for entry in page["data"]] == ["order.placed", "order.paid"]
    due = {"pk": f"ORD#{order['id']}", "sk": "TIMER#payment_deadline", "due_at": order["payment_deadline"]}
    assert run_timers(sqs([due]), None) == DONE
    assert [row["id"] for row in staff().get("/v1/admin/orders?status=paid").json["data"]] == [order["id"]]


def test_its_coupons_are_redeemed_and_a_parcel_goes_out_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A2"""
    subject = str(uuid.uuid4())
    code = claimed(a_coupon(distribution="claim", rule=ALL_OFF)["id"], subject)
    a_coupon(code="SHIP00", rule={"kind": "free_shipping", "amount": None})
    buyer = a_cart(subject=subject)
    assert (use(buyer, code).status, use(buyer, "SHIP00").status) == (200, 200)
    order = buyer.place().json
    paid = sqs_of_events(events_in(OrdersTable, "order.paid"))
    for _ in range(2):
        assert react(paid, None) == DONE
    assert code_of(code).state == "redeemed"
    with courier_double(monkeypatch):
        assert fulfil(paid, None) == DONE
    after = buyer.client.get(f"/v1/orders/{order['id']}").json
    assert (after["status"], [s["status"] for s in after["shipments"]]) == ("fulfilling", ["PENDING"])


@pytest.mark.parametrize("who", ["buyer", "staff"])
def test_it_can_be_cancelled(who: str) -> None:
    """F-A2: by its buyer too, as no money is involved; stock and codes come back once."""
    variant = a_variant(stock=5, price=5000)
    buyer = free(a_cart(variant=variant))
    order = buyer.place().json
    client = staff("support") if who == "staff" else buyer.client
    done = client.post(f"/v1/orders/{order['id']}/cancel", {})
    assert (done.status, done.json["status"]) == (200, "cancelled")
    assert client.post(f"/v1/orders/{order['id']}/cancel", {}).code == "illegal_transition"
    assert (stock_of(variant), journal()) == ((5, 0), (0, 0))
    again = free(a_cart(variant=variant))
    assert again.place().json["status"] == "paid"


def test_what_costs_nothing_is_bought_alone_or_with_others() -> None:
    """F-A2: a price of 0 is a price."""
    a_coupon(code="SHIP00", rule={"kind": "free_shipping", "amount": None})
    gift, mug = a_variant(stock=5, price=0), a_variant(stock=5, price=5000)
    alone = a_cart(variant=gift)
    paid_for = alone.place().json
    assert (paid_for["status"], paid_for["totals"]["subtotal"]["amount"]) == ("pending_payment", 0)
    free_too = a_cart(variant=gift)
    use(free_too, "SHIP00")
    assert free_too.place().json["status"] == "paid"
    both = a_cart(variant=gift)
    both.add(mug)
    placed = both.place().json
    assert (placed["status"], placed["totals"]["subtotal"]["amount"]) == ("pending_payment", 5000)
    assert stock_of(gift) == (2, 2)


def test_only_one_of_two_first_orders_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A2, I01: an order of 0 is the first paid one as well."""
    a_coupon(code="GOODS00", rule=ALL_OFF | {"audience": {"newcomer_only": True}})
    subject = str(uuid.uuid4())
    first, second = free(a_cart(subject=subject)), free(a_cart(subject=subject))
    in_between(monkeypatch, place_order, "promoted_state", lambda: first.place())
    refused = second.place()
    assert (refused.status, refused.code, told()) == (409, "coupon_unusable", ["order.placed", "order.paid"])


def test_pieces_of_a_flash_sale_come_out_of_its_quota() -> None:
    """F-A2: what the quota held is committed, nothing is taken from the ordinary stock."""
    with clock.frozen(NOON):
        variant, subject = a_variant(stock=8, price=5000), str(uuid.uuid4())
        sale = a_sale(variant, combinable=True)["id"]
        buyer = a_cart(subject=subject, variant=variant)
        entered(buyer, sale, subject)
        assert free(buyer).place().json["status"] == "paid"
        assert (left(sale), stock_of(variant)) == (4, (3, 4))
        assert staff().post(f"/v1/orders/{told_order()}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (4, (4, 4))


def told_order() -> str:
    return events_in(OrdersTable, "order.placed")[-1].subject


def test_the_last_piece_sold_between_the_look_and_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A2: the sale's own condition on the stock decides."""
    variant = a_variant(stock=1, price=5000)
    buyer, other = free(a_cart(variant=variant)), a_cart(variant=variant)
    in_between(monkeypatch, place_order, "promoted_state", lambda: other.place())
    refused = buyer.place()
    assert (refused.status, refused.code, stock_of(variant)) == (409, "out_of_stock", (0, 1))
    assert told() == ["order.placed"]
