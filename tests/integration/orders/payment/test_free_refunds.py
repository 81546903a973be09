"""F-A2: an order of 0 is refundable by 0. Pieces go back; no money moves, and none is told of."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.notifications.app import notify
from functions.notifications.store.records import NotificationsTable
from functions.orders.app import apply_payments
from functions.orders.store.order_check import findings
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.payments import app as payments
from functions.payments.refunds import known_refunds
from functions.payments.store.records import PaymentsTable
from functions.promotions.app import react
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.integration.payments.shop import balances
from tests.integration.promotions.shop import a_cart, a_coupon, claimed, code_of, use
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

DONE: dict[str, Any] = {"batchItemFailures": []}
WHO = str(uuid.uuid4())
ALL_OFF: dict[str, Any] = {"kind": "percent", "amount": None, "basis_points": 10_000}


def free_order(variant: str, quantity: int = 2) -> tuple[Any, str]:
    """An order of 0 and the code that paid for its goods, which comes back with a refund."""
    subject = str(uuid.uuid4())
    code = claimed(a_coupon(distribution="claim", rule=ALL_OFF, return_on_refund=True)["id"], subject)
    if use(buyer := a_cart(subject=subject, variant=variant, quantity=quantity), "SHIP00").status == 404:
        a_coupon(code="SHIP00", rule={"kind": "free_shipping", "amount": None})
        assert use(buyer, "SHIP00").status == 200
    assert use(buyer, code).status == 200
    order = buyer.place().json
    assert (order["status"], order["totals"]["total"]["amount"]) == ("paid", 0)
    assert react(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == DONE
    return order, code


def refund(order: Any, *quantities: int, key: str = "", **more: Any) -> Answer:
    """So many pieces of each line, or with none everything that is left."""
    lines = [{"line_id": line["id"], "quantity": n} for line, n in zip(order["lines"], quantities, strict=False) if n]
    body = {"reason": "x", **({"lines": lines} if lines else {}), **more}
    headers = {"idempotency-key": key or str(uuid.uuid4())}
    return Client(payments.app, bearer("finance", subject=WHO)).call("POST", f"/v1/admin/orders/{order['id']}/refunds", body, headers)


def settled(order: Any) -> Any:
    """The order when it has heard of everything, twice, and so have those who listen to it."""
    for _ in range(2):
        assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == DONE
        assert react(sqs_of_events(events_in(OrdersTable)), None) == DONE
        assert notify(sqs_of_events(events_in(OrdersTable, "order.refunded")), None) == DONE
    assert findings(parcels_of(order["id"])) == []
    return staff().get(f"/v1/admin/orders/{order['id']}").json


def told() -> list[tuple[int, int, bool]]:
    """(amount, pieces, fully) of each `order.refunded`"""
    found = [event.data for event in events_in(OrdersTable, "order.refunded")]
    return [(one["amount"], sum(line["quantity"] for line in one["lines"]), one["fully"]) for one in found]


def test_pieces_of_an_order_of_nothing_go_back_one_by_one() -> None:
    """F-A2, F-A22: each on sale again, and with the last one the order is over and the coupon comes back."""
    variant = a_variant(stock=5, price=5000)
    order, code = free_order(variant)
    first = refund(order, 1, key="k")
    assert (first.status, first.json["status"], first.json["amount"]["amount"], first.json["payment_id"]) == (201, "succeeded", 0, "")
    assert refund(order, 1, key="k").json == first.json
    assert (refund(order, 2).status, refund(order, 2).code) == (422, "line_quantity_exceeded")
    after = settled(order)
    assert (after["status"], after["payment_status"], stock_of(variant), told()) == ("paid", "paid", (4, 0), [(0, 1, False)])
    assert [after["lines"][0][f"{at}_quantity"] for at in ("waiting", "cancelled", "refunded")] == [1, 1, 1]
    assert code_of(code).state == "redeemed"
    assert refund(order).json["parts"][0]["quantity"] == 1
    assert (refund(order).code, refund(order, 1).code) == ("nothing_to_refund", "line_quantity_exceeded")
    after = settled(order)
    assert (after["status"], after["cancel_reason"], stock_of(variant)) == ("cancelled", "refunded", (5, 0))
    assert (told(), code_of(code).state, balances()) == ([(0, 1, False), (0, 1, True)], "claimed", {})
    assert [one["status"] for one in after["refunds"]] == ["succeeded", "succeeded"]
    listed = Client(payments.app, bearer("finance", subject=WHO)).get(f"/v1/admin/orders/{order['id']}/refunds").json["data"]
    assert [(one["status"], one["amount"]["amount"]) for one in listed] == [("succeeded", 0), ("succeeded", 0)]
    again = Client(payments.app, bearer("finance", subject=WHO)).post(
        f"/v1/admin/orders/{order['id']}/refunds/{first.json['id']}/retry", {}
    )
    assert (again.status, again.code) == (409, "refund_not_failed")
    assert not list(NotificationsTable.scan(NotificationsTable.kind == "message"))


def test_it_comes_out_of_its_parcel_and_stays_off_sale_where_staff_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A2, F-A3: from the request on, before the order has settled it."""
    variant = a_variant(stock=5, price=5000)
    order, _ = free_order(variant)
    with courier_double(monkeypatch):
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")), None)
    assert refund(order, restock=False).status == 201
    held = staff().get(f"/v1/admin/orders/{order['id']}").json
    assert (held["status"], [parcel["status"] for parcel in held["shipments"]]) == ("fulfilling", ["CANCELLED"])
    after = settled(order)
    assert (after["status"], after["cancel_reason"], stock_of(variant)) == ("cancelled", "refunded", (3, 0))


def test_what_is_refused_of_an_order_of_nothing() -> None:
    """F-A2: an amount is never "nothing was paid", which would sound as if money were awaited."""
    variant = a_variant(stock=5, price=5000)
    order, code = free_order(variant)
    for amount, why in ((0, "refunds_nothing"), (1, "refund_exceeds_captured")):
        assert refund(order, amount={"amount": amount, "currency": "CNY"}).code == why
    assert refund(order, shipping={"amount": 1, "currency": "CNY"}).code == "shipping_exceeded"
    assert staff("support").post(f"/v1/orders/{order['id']}/cancel", {}).json["status"] == "cancelled"
    assert [(refund(order, n).status, refund(order, n).code) for n in (0, 1)] == [(409, "nothing_to_refund")] * 2
    assert (settled(order)["refunds"], told(), code_of(code).state, stock_of(variant)) == ([], [], "claimed", (5, 0))


@pytest.mark.parametrize("other", ["refund", "cancel"])
def test_of_two_at_once_the_pieces_come_back_once(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    """F-A2, F-A26"""
    variant = a_variant(stock=5, price=5000)
    order, _ = free_order(variant)
    cancel = f"/v1/orders/{order['id']}/cancel"
    acts = {"refund": lambda: refund(order, 2), "cancel": lambda: staff("support").post(cancel, {})}
    in_between(monkeypatch, known_refunds, "refundable_lines", acts[other])
    refused = refund(order, 2)
    assert (refused.status, refused.code) == ((422, "line_quantity_exceeded") if other == "refund" else (409, "nothing_to_refund"))
    assert (settled(order)["status"], stock_of(variant), len(told())) == ("cancelled", (5, 0), int(other == "refund"))


def test_cancelled_before_it_is_settled_everything_comes_back_once() -> None:
    """F-A2, F-A26: the rest with the order, what was refunded when that is settled."""
    variant = a_variant(stock=5, price=5000)
    order, code = free_order(variant)
    assert refund(order, 1).status == 201
    assert staff("support").post(f"/v1/orders/{order['id']}/cancel", {}).json["status"] == "cancelled"
    assert stock_of(variant) == (4, 0)
    assert (settled(order)["cancel_reason"], stock_of(variant), code_of(code).state) == ("staff", (5, 0), "claimed")
    assert len(told()) == 1
