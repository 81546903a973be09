"""F-A2: a line of price 0 is given back by 0 from an order that was paid, alone or with what cost something."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.payment import hold_refund
from functions.orders.store.records import OrdersTable
from functions.payments import app as payments
from functions.payments.refunds import known_refunds
from functions.payments.store.records import PaymentsTable
from tests.integration.orders.buyer import a_guest, a_variant, staff, stock_of
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUG, GIFT = 0, 1


@pytest.fixture
def bought(shop: Shop) -> tuple[Any, list[str]]:
    """Two mugs for 5000 each and two gifts for nothing; paid."""
    variants = [a_variant(stock=5, price=5000), a_variant(stock=5, price=0, sku="GIFT")]
    buyer = a_guest()
    for variant in variants:
        assert buyer.add(variant, 2).status == 201
    order = buyer.ready().place().json
    assert [line["total"]["amount"] for line in order["lines"]] == [10_000, 0]
    shop.order_id = order["id"]
    assert (refund(order, (GIFT, 1)).status, refund(order, (GIFT, 1)).code) == (409, "nothing_paid")
    payment = Client(payments.app, bearer("owner")).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).json
    shop.webhook(told(payment))
    shop.work()
    return order, variants


def refund(order: Any, *wishes: tuple[int, int], **more: Any) -> Answer:
    """`wishes`: (line, quantity)"""
    lines = [{"line_id": order["lines"][line]["id"], "quantity": quantity} for line, quantity in wishes]
    headers = {"idempotency-key": str(uuid.uuid4())}
    body = {"reason": "x", **({"lines": lines} if lines else {}), **more}
    return Client(payments.app, bearer("finance")).call("POST", f"/v1/admin/orders/{order['id']}/refunds", body, headers)


def settled(order: Any) -> Any:
    assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}
    return staff().get(f"/v1/admin/orders/{order['id']}").json


def refunded() -> list[tuple[int, dict[str, int], bool]]:
    return [(e.data["amount"], e.data["withdrawn"], e.data["fully"]) for e in events_in(OrdersTable, "order.refunded")]


def test_a_gift_goes_back_alone(bought: tuple[Any, list[str]], provider: Provider) -> None:
    order, (mug, gift) = bought
    settled(order)
    before = balances()
    made = refund(order, (GIFT, 1))
    assert (made.status, made.json["status"], made.json["amount"]["amount"]) == (201, "succeeded", 0)
    after = settled(order)
    assert (after["status"], after["payment_status"], stock_of(gift), stock_of(mug)) == ("paid", "paid", (4, 0), (3, 0))
    assert (refunded(), provider.refunds, balances()) == ([(0, {order["lines"][GIFT]["id"]: 1}, False)], {}, before)
    assert [refund(order, (GIFT, 2)).code, refund(order, (GIFT, 1), (GIFT, 1)).code] == ["line_quantity_exceeded"] * 2


def test_with_what_cost_something_it_is_one_refund(bought: tuple[Any, list[str]], provider: Provider) -> None:
    order, (mug, gift) = bought
    settled(order)
    made = refund(order, (GIFT, 1), (MUG, 1))
    assert (made.status, made.json["amount"]["amount"], len(made.json["parts"]), made.json["others"]) == (201, 5000, 2, [])
    settled(order)
    assert (stock_of(gift), stock_of(mug), len(provider.refunds)) == ((4, 0), (4, 0), 1)
    left = refund(order, (MUG, 1), (GIFT, 1), shipping=order["totals"]["shipping"])
    assert [part["quantity"] for part in left.json["parts"]] == [1, 1]
    after = settled(order)
    assert (after["status"], after["payment_status"], stock_of(gift), stock_of(mug)) == ("cancelled", "refunded", (5, 0), (5, 0))
    assert [fully for _, _, fully in refunded()] == [False, True]
    assert refund(order, (GIFT, 1)).status == 422


def test_for_what_cost_something_nobody_names_a_0(bought: tuple[Any, list[str]], provider: Provider) -> None:
    """Not by amount, not by line, and not by shipping."""
    order, _ = bought
    settled(order)
    nothing = {"amount": 0, "currency": "CNY"}
    named = [{"line_id": line["id"], "quantity": 1, "amount": nothing} for line in order["lines"]]
    assert refund(order, lines=named[:1]).code == refund(order, lines=named).code == "refund_exceeds_captured"
    for wish in ({"amount": nothing}, {"shipping": nothing}):
        assert (refund(order, **wish).status, refund(order, **wish).code) == (422, "refunds_nothing")
    # A list without lines is not the whole order, which is what no list at all means.
    emptied = refund(order, lines=[])
    assert (emptied.status, emptied.json["errors"][0]["pointer"], emptied.code) == (422, "/lines", "refunds_nothing")
    assert not refunded()
    assert (refund(order, lines=named[1:]).status, provider.refunds) == (201, {})


def test_of_two_at_once_one_gives_the_gifts_back(monkeypatch: pytest.MonkeyPatch, bought: tuple[Any, list[str]]) -> None:
    order, (_, gift) = bought
    settled(order)
    in_between(monkeypatch, known_refunds, "free_refunds_of", lambda: refund(order, (GIFT, 2)))
    assert refund(order, (GIFT, 2)).code == "line_quantity_exceeded"
    assert (settled(order)["status"], stock_of(gift), len(refunded())) == ("paid", (5, 0), 1)


def test_before_the_order_knows_of_its_money_they_wait(bought: tuple[Any, list[str]]) -> None:
    """Nothing could keep them from leaving yet."""
    order, (_, gift) = bought
    assert (refund(order, (GIFT, 1)).code, stock_of(gift)) == ("nothing_paid", (3, 2))
    settled(order)
    assert refund(order, (GIFT, 1)).status == 201


def test_cancelled_in_between_they_come_back_once(monkeypatch: pytest.MonkeyPatch, bought: tuple[Any, list[str]]) -> None:
    order, (_, gift) = bought
    settled(order)
    cancel = f"/v1/orders/{order['id']}/cancel"
    in_between(monkeypatch, hold_refund, "parcels_of", lambda: staff("support").post(cancel, {}))
    assert refund(order, (GIFT, 2)).code == "nothing_to_refund"
    assert (settled(order)["status"], stock_of(gift), refunded()) == ("cancelled", (5, 0), [])


def test_a_refund_that_no_payment_bears_has_notes_too(bought: tuple[Any, list[str]]) -> None:
    """X10: private ones for staff only, in no event."""
    notes = {"metadata": {"seen": "by all"}, "private_metadata": {"erp": "only-staff"}}
    settled(bought[0])
    made = refund(bought[0], (GIFT, 1)).json
    finance, url = Client(payments.app, bearer("finance")), f"/v1/admin/orders/{bought[0]['id']}/refunds/{made['id']}"
    noted = finance.patch(url, notes, If_Match='"1"')
    assert (noted.status, noted.json | {"others": []}) == (200, made | notes | {"version": 2})
    assert finance.get(url).json == noted.json
    (event,) = events_in(PaymentsTable, "payment.refund_edited")
    assert (event.data["payment_id"], event.data["order_id"], event.data["metadata"]) == ("", bought[0]["id"], notes["metadata"])
    assert "only-staff" not in str(events_in(PaymentsTable))
