"""I08, I09: points from payment to use and back, at the real handlers; the ledger holds after every step."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from functions.loyalty.earning import book_order
from functions.loyalty.model.account import Account, Book
from functions.loyalty.model.programme import Programme
from functions.loyalty.spending import give_back
from functions.loyalty.store import programmes
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.of_orders import earned_of, spent_of
from functions.loyalty.store.records import LoyaltyTable
from functions.orders.app import run_timers
from functions.orders.carts import promoted
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import VersionConflict
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from tests.integration.loyalty.shop import (
    NOON,
    check_books,
    completed,
    customer_of,
    given,
    hear,
    owner_of,
    paid,
    points_of,
    programme,
    refunded,
    swept,
)
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in, sqs
from tests.support.races import in_between


def test_from_payment_to_the_next_order_and_back() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        first = a_cart(subject=subject, price=9990, quantity=10).place().json
        order = paid(first, "pay_1")
        hear(*events_in(OrdersTable, "order.paid"))  # told twice
        assert points_of(subject) == (0, 999, 0)
        hear(completed(order))
        check_books()
    with clock.frozen(NOON + timedelta(days=13, hours=23)):
        swept()
        assert points_of(subject) == (0, 999, 0)
    with clock.frozen(NOON + timedelta(days=14)):
        swept()
        swept()
        assert points_of(subject) == (999, 0, 0)
        # Changing the programme gives nothing anew.
        programme(earned=[{"currency": "CNY", "points": 9, "amount": 100}], spent=[{"currency": "CNY", "points": 1, "amount": 1}])
        cart = a_cart(subject=subject, price=3000, quantity=2)
        assert cart.client.put(f"{cart.cart}/points", {"points": 1000}).json["code"] == "points_short"
        shown = cart.client.put(f"{cart.cart}/points", {"points": 999}).json
        assert (shown["points"]["used"], shown["points"]["amount"]["amount"], shown["points"]["most"]) == (999, 999, 999)
        preview = cart.preview()
        assert [(part["code"], part["amount"]["amount"]) for part in preview["parts"] if part["kind"] == "discount"] == [("points", -999)]
        assert preview["totals"]["total"]["amount"] == 6000 - 999 + preview["totals"]["shipping"]["amount"]
        second = cart.place(preview["preview_hash"]).json
        assert (second["totals"]["discount"]["amount"], points_of(subject)) == (999, (0, 0, 0))
        bought = paid(second, "pay_2")
        assert points_of(subject) == (0, 450, 0)  # 50.01 at nine points
        # One of two pieces goes back: half of the points it took, and what it brought.
        hear(refunded(bought, "ref_1", 1, 2500))
        hear(refunded(bought, "ref_1", 1, 2500))
        assert points_of(subject) == (499, 225, 0)
        hear(refunded(bought, "ref_2", 1, 2501, fully=True))
        assert points_of(subject) == (999, 0, 0)
        # The first order goes back after its points were there, and after some were spent again.
        third = a_cart(subject=subject, price=3000)
        third.client.put(f"{third.cart}/points", {"points": 900})
        assert third.place().status == 201
        hear(refunded(order, "ref_3", 10, 99900, fully=True))
        assert points_of(subject) == (0, 0, 900)
        books = check_books()
        assert (books[Book.SPENT], books[Book.ISSUED]) == (900, 0)
        moves = owner_of(subject).get("/v1/me/points/moves?limit=3").json
        assert [one["kind"] for one in moves["data"]] == ["taken_back", "spent", "taken_back"]
        assert moves["next_cursor"]
    assert {one.type for one in events_in(LoyaltyTable)} >= {"points.granted", "points.released", "points.spent", "points.given_back"}


def test_an_order_that_is_not_paid_in_time_gives_its_points_back_with_their_end() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        given(subject, 300, times.iso(NOON + timedelta(minutes=20)))
        given(subject, 300)
        cart = a_cart(subject=subject, price=3000)
        cart.client.put(f"{cart.cart}/points", {"points": 400})
        order = cart.place().json
        assert points_of(subject) == (200, 0, 0)
    with clock.frozen(NOON + timedelta(hours=3)):
        run_timers(sqs([{"order_id": order["id"], "kind": "PAYMENT_DEADLINE"}]), None)
        cancel = cart.client.post(f"/v1/orders/{order['id']}/cancel", {})
        assert cancel.status in (200, 409), cancel.text
        hear(*events_in(OrdersTable, "order.cancelled"))
        # 300 are over: they came back with the end that they had.
        assert points_of(subject) == (300, 0, 0)
        swept()
        assert check_books()[Book.EXPIRED] == 300


def test_between_preview_and_placing() -> None:
    """Ended, spent elsewhere, taken by staff; and another order in the same instant."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme(most_percent=100)
        given(subject, 500, times.iso(NOON + timedelta(hours=1)))
        cart, other = (a_cart(subject=subject, price=3000) for _ in range(2))
        for one in (cart, other):
            assert one.client.put(f"{one.cart}/points", {"points": 500}).status == 200
    with clock.frozen(NOON + timedelta(hours=1)):
        late = cart.place()
        assert (late.status, late.json["code"]) == (409, "preview_changed")
        assert late.json["preview"]["points"]["used"] == 0
    with clock.frozen(NOON), pytest.MonkeyPatch.context() as patch:
        in_between(patch, promoted, "points_in", lambda: [other.place()])
        raced = cart.place()
        assert (raced.status, raced.json["code"]) == (409, "preview_changed")
        assert (points_of(subject), check_books()[Book.SPENT]) == ((0, 0, 0), 500)
    guest = a_cart(guest=True)
    assert guest.client.put(f"{guest.cart}/points", {"points": 1}).status == 401


def test_what_is_told_of_an_order_at_the_same_moment_is_all_known(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        given(subject, 100)
        cart = a_cart(subject=subject, price=1000, quantity=2)
        cart.client.put(f"{cart.cart}/points", {"points": 100})
        order = paid(cart.place().json, "pay_1")
        in_between(monkeypatch, book_order, "earned_of", lambda: hear(completed(order)))
        in_between(monkeypatch, give_back, "spent_of", lambda: hear(refunded(order, "ref_2", 0, 1)))
        hear(refunded(order, "ref_1", 1, 950))
        earned, spent = earned_of(order.order_id), spent_of(order.order_id)
        assert spent is not None
        assert (earned.completed_at, sorted(earned.refunds), sorted(spent.refunds)) == (
            times.iso(NOON),
            ["ref_1", "ref_2"],
            ["ref_1", "ref_2"],
        )
        assert points_of(subject) == (50, 9, 0)
        check_books()
        in_between(monkeypatch, programmes, "_kept", lambda: programme(most_percent=7))
        with pytest.raises(VersionConflict):
            programmes.change_programme(lambda _: Programme(), if_match=1, remember=lambda *_: [])
        assert programmes.kept_programme()[0].most_percent == 7


def test_what_is_told_again_of_points_that_wait_writes_nothing() -> None:
    """Told twice, and the clock too early: what is stored stays as it is. Another waiting time counts at the next look."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=9990).place().json, "pay_1")
        done = completed(order)
        hear(done)
    before = earned_of(order.order_id)
    for days in (0, 13):
        with clock.frozen(NOON + timedelta(days=days)):
            hear(done, *events_in(OrdersTable, "order.paid"))
            swept()
            assert earned_of(order.order_id) == before
    with clock.frozen(NOON + timedelta(days=14)):
        programme(pending_days=15)
        swept()
        assert points_of(subject)[0] == 0
    with clock.frozen(NOON + timedelta(days=15)):
        swept()
        assert points_of(subject)[0] == 99


def test_of_what_went_back_whole_nothing_is_told_later() -> None:
    """It has no points to be released, also where that it went back is told again when they would have been."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=9990).place().json, "pay_1")
        back = refunded(order, "ref_1", 1, 9990)
        hear(completed(order), back)
        assert points_of(subject) == (0, 0, 0)
    before = earned_of(order.order_id)
    with clock.frozen(NOON + timedelta(days=20)):
        hear(back)
        assert earned_of(order.order_id) == before


def test_who_is_erased_is_brought_nothing_by_what_arrives_late() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = a_cart(subject=subject, price=9990).place().json
        pk = key_pk(customer_of(subject))
        KeyRecord(pk=pk, sk=KEY_SK, kind="key", erased_at=times.iso(NOON)).save()
        paid(order, "pay_1")
        assert (points_of(subject), account_of(customer_of(subject))) == ((0, 0, 0), Account(customer_of(subject)))
