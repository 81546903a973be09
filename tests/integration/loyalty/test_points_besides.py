"""I08, I09: what points meet besides payment and refund: many at once, staff, amendments, disputes, erasure, their end."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from benchmarks.conflicts import conflicting
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.loyalty.model.account import Book
from functions.loyalty.spending.offer import PricedPiece, points_in, points_keys, spend_writes
from functions.loyalty.store.records import LoyaltyTable
from functions.orders.store.records import OrdersTable
from functions.shared.events.contracts.customers import ErasureRequested
from functions.shared.events.contracts.order_troubles import OrderDisputeClosed
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Unavailable
from functions.shared.sealing import KEY_SK, KeyRecord, key_for, key_pk
from functions.shared.store.again import again
from functions.shared.store.records import find_many
from functions.shared.store.transactions import transact
from tests.integration.loyalty.shop import (
    NOON,
    check_books,
    completed,
    customer_of,
    given,
    hear,
    paid,
    points_of,
    programme,
    staff,
    swept,
)
from tests.integration.loyalty.tenders import a_card, paying_with
from tests.integration.orders.buyer import counted
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.shop import a_cart, a_coupon, use
from tests.support.events import events_in


def test_goods_paid_in_points_alone_a_coupon_and_a_card_beside_them() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme(most_percent=100)
        given(subject, 9000)
        a_coupon()
        cart = a_cart(subject=subject, price=5000)
        use(cart, "SAVE10")
        cart.client.put(f"{cart.cart}/points", {"points": 9000})
        fee = paying_with(cart, a_card(10_000)).preview()["totals"]["shipping"]["amount"]
        with counted() as calls:
            placed = cart.place(**{"Idempotency-Key": "k"})
        assert calls == {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1}
        order = placed.json
        assert (order["totals"]["discount"]["amount"], order["totals"]["total"]) == (5000, order["totals"]["shipping"])
        assert (order["status"], order["payments"][0]["amount"]["amount"] if fee else 0) == ("paid", fee)
        assert points_of(subject) == (5000, 0, 0)


def test_a_hundred_at_once_never_overdraw() -> None:
    """Each reads, decides and writes; 25 of 100 fit. Takes its time: that is what threads cost under moto."""
    subject, customer = str(uuid.uuid4()), ""
    programme()
    given(subject, 250)
    customer = customer_of(subject)

    def one(number: int) -> str:
        def attempt() -> str:
            found = points_in(find_many(points_keys(customer)), customer, clock.now())
            used = found.use(10, 10_000, "CNY")
            if used.points < 10:
                return "short"
            transact(spend_writes(found, used, f"ord_{number}", [PricedPiece("line_1", 1, 90, 100)], SYSTEM))
            return "spent"

        try:
            return again(attempt)
        except Unavailable:
            return "busy"

    with conflicting() as conflicts, ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(one, range(100)))
    assert conflicts["conflicts"]
    spent = outcomes.count("spent")
    assert 0 < spent <= 25
    assert spent == 25 or "busy" in outcomes
    assert points_of(subject) == (250 - 10 * spent, 0, 0)
    assert check_books()[Book.SPENT] == 10 * spent


def test_staff_adjust_with_a_reason_and_who_is_erased_has_none() -> None:
    subject = str(uuid.uuid4())
    customer = customer_of(subject)
    path = f"/v1/admin/points_accounts/{customer}/adjustments"
    programme()
    assert staff().post(path, {"points": 5, "reason": "Late"}).status == 404
    one = Customer(customer, "ada@example.com", "Ada", "en", times.iso(clock.now()))
    key_for(customer)
    CustomerRecord(pk=customer_pk(customer), sk=CUSTOMER_SK, kind="customer", body=customer_body(one)).save()
    manager = staff()
    given_now = manager.post(path, {"points": 500, "reason": "Parcel was late"}, **{"idempotency-key": "k1"})
    assert (given_now.status, given_now.json["usable"]) == (201, 500)
    assert manager.post(path, {"points": 500, "reason": "Parcel was late"}, **{"idempotency-key": "k1"}).json["usable"] == 500
    assert staff().post(path, {"points": -600, "reason": "Mistake"}).json["code"] == "points_short"
    assert staff().post(path, {"points": 0, "reason": "Nothing"}).json["code"] == "no_points"
    assert staff("analyst").post(path, {"points": 5, "reason": "Mine"}).status == 403
    (move,) = staff().get(f"/v1/admin/points_accounts/{customer}/moves").json["data"]
    assert (move["kind"], move["by"], move["reason"]) == ("adjusted", "staff", "Parcel was late")
    told = ErasureRequested(customer)
    hear(Envelope("evt_1", told.TYPE, 1, times.iso(clock.now()), customer, SYSTEM, vars(told)))
    assert points_of(subject) == (0, 0, 0)
    assert check_books()[Book.FORFEITED] == 500


def test_who_is_erased_while_points_wait_is_waited_for_no_more() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=9990).place().json, "pay_1")
        hear(completed(order))
        told = ErasureRequested(customer_of(subject))
        hear(Envelope("evt_1", told.TYPE, 1, times.iso(NOON), told.person, SYSTEM, vars(told)))
        KeyRecord(pk=key_pk(told.person), sk=KEY_SK, kind="key", erased_at=times.iso(NOON)).save()
    with clock.frozen(NOON + timedelta(days=14)):
        swept()
        assert (points_of(subject), [*LoyaltyTable.scan(LoyaltyTable.due_pk.exists())]) == ((0, 0, 0), [])
        assert check_books()[Book.FORFEITED] == 99


def test_pieces_that_an_amendment_takes_out_bring_their_points_back() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        given(subject, 600)
        cart = a_cart(subject=subject, price=3000, quantity=2)
        cart.client.put(f"{cart.cart}/points", {"points": 600})
        order = cart.place().json
        paid(order, "pay_1")
        assert points_of(subject) == (0, 54, 0)
        wish = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}]}
        after = order_staff().patch(f"/v1/orders/{order['id']}", wish)
        assert after.status == 200, after.text
        assert after.json["totals"]["subtotal"]["amount"] - after.json["totals"]["discount"]["amount"] == 2700
        hear(*events_in(OrdersTable, "order.amended"))
        assert points_of(subject) == (300, 27, 0)
        # There and back again costs the day's price: its points went back with it, and lower nothing twice.
        again = order_staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 2}]})
        assert again.status == 200, again.text
        assert [(one["quantity"], one["discount"]["amount"]) for one in again.json["lines"]] == [(1, 300), (1, 0)]
        assert again.json["totals"]["subtotal"]["amount"] - again.json["totals"]["discount"]["amount"] == 5700
        hear(*events_in(OrdersTable, "order.amended"))
        assert points_of(subject)[0] == 300
        check_books()


def test_what_the_bank_took_for_good_was_not_paid() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=9990).place().json, "pay_1")
        lost = OrderDisputeClosed(order.order_id, order.number, "dsp_1", "pay_1", "sandbox", order.total, "CNY", "lost", counts=True)
        for outcome, amount, pending in (("lost", order.total, 0), ("won", 4000, 40), ("won", order.total, 99)):
            told = replace(lost, outcome=outcome, amount=amount)
            hear(Envelope(f"evt_{outcome}_{amount}", told.TYPE, 1, times.iso(NOON), order.order_id, SYSTEM, vars(told)))
            assert points_of(subject) == (0, pending, 0)


def test_their_owner_is_told_once_before_points_end() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        given(subject, 300, times.iso(NOON + timedelta(days=20)))
        swept()
    with clock.frozen(NOON + timedelta(days=6)):
        swept()
        swept()
        (told,) = events_in(LoyaltyTable, "points.expiring")
        assert told.data == {"customer_id": customer_of(subject), "points": 300, "expires_at": times.iso(NOON + timedelta(days=20))}
    with clock.frozen(NOON + timedelta(days=20)):
        assert points_of(subject) == (0, 0, 0)
        swept()
        assert check_books()[Book.EXPIRED] == 300
