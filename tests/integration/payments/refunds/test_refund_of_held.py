"""Money is given back of an order whose money is held and taken in parts: order, ledger and provider say the same, whatever comes when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.app import app as orders
from functions.orders.store.order_check import findings, overdue
from functions.orders.store.shipments import Parcels, parcels_of
from functions.payments.app import app
from functions.shared.outside import clock
from functions.shared.plain import times as moments
from tests.integration.orders import buyer
from tests.integration.payments.bus import Bus
from tests.integration.payments.card_double import Card
from tests.integration.payments.shop import Shop, balances
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PRICE = 10_000
WAYS = pytest.mark.parametrize(("times", "newest_first"), [(1, False), (2, True)])
Hold = Callable[..., "Held"]


class Held:
    """An order whose money is held on a card."""

    def __init__(self, shop: Shop, card: Card, bus: Bus, quantity: int) -> None:
        self.shop, self.card, self.bus = shop, card, bus
        self.order, _ = buyer.an_order(buyer.a_variant(price=PRICE), quantity)
        self.id, self.total = self.order["id"], self.order["totals"]["total"]["amount"]
        started = Client(app, bearer("owner")).post(f"/v1/orders/{self.id}/payments", {"provider": "cards", "capture": "manual"})
        assert started.status == 201, started.text
        self.payment_id = started.json["id"]
        card.held = True
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            shop.work(shop.due())
        bus.pump()

    @property
    def fee(self) -> int:
        return int(self.total - sum(line["total"]["amount"] for line in self.order["lines"]))

    def ship(self, waybill: str, quantity: int = 1) -> None:
        body = {"carrier": "manual", "waybill": waybill, "lines": [{"line_id": self.order["lines"][0]["id"], "quantity": quantity}]}
        answer = Client(orders, bearer("owner")).post(f"/v1/admin/orders/{self.id}/shipments", body)
        assert answer.status == 201, answer.text

    def refund(self, quantity: int = 0, amount: int = 0) -> Answer:
        body: dict[str, Any] = {"reason": "x"}
        if quantity:
            body["lines"] = [{"line_id": self.order["lines"][0]["id"], "quantity": quantity}]
        if amount:
            body["amount"] = {"amount": amount, "currency": "CNY"}
        return self.shop.finance.post(f"/v1/admin/orders/{self.id}/refunds", body)

    def capture(self, amount: int | None = None, *, final: bool = False) -> Answer:
        body: dict[str, Any] = {"final": final} | ({"amount": {"amount": amount, "currency": "CNY"}} if amount else {})
        return self.shop.finance.post(f"/v1/admin/payments/{self.payment_id}/capture", body)

    def cancel(self) -> None:
        assert buyer.staff().post(f"/v1/orders/{self.id}/cancel", {"reason": "staff"}).status == 200

    def later(self, **after: int) -> None:
        with clock.frozen(clock.now() + timedelta(**after)):
            self.shop.work(self.shop.due())
        self.bus.pump()

    @property
    def parcels(self) -> Parcels:
        return parcels_of(self.id)

    @property
    def says(self) -> tuple[str, int, int]:
        """What the order says: its payment status, what was taken and given back. Its parts, and the ledger, say the same."""
        record, parcels = self.parcels.record, self.parcels
        assert findings(parcels) == []
        assert overdue(parcels, moments.iso(clock.now() + timedelta(days=1))) == []
        taken, back = int(record.captured or 0), int(record.refunded or 0)
        assert (sum(self.card.captures.values()), sum(self.card.refunds.values())) == (taken, back)
        assert balances().get(f"order:{self.id}", 0) == back - taken
        assert buyer.staff().get(f"/v1/orders/{self.id}").json["totals"]["refunded"]["amount"] == back
        return record.payment_status, taken, back


@pytest.fixture
def hold(shop: Shop, card: Card) -> Hold:
    return lambda quantity=3, times=1, newest_first=False: Held(
        shop, card, Bus(times=times, newest_first=newest_first, planning=True), quantity
    )


@WAYS
def test_pieces_whose_money_is_held_are_taken_before_they_are_paid_back(hold: Hold, times: int, *, newest_first: bool) -> None:
    held = hold(3, times, newest_first)
    held.ship("W1")
    held.bus.pump()
    assert held.says == ("authorized", held.fee + PRICE, 0)
    assert held.refund(1).status == 201
    held.bus.pump()
    assert held.says == ("partially_refunded", held.fee + 2 * PRICE, PRICE)
    assert [(one.state, one.amount, one.refunded) for one in held.parcels.payments] == [("authorized", held.fee + 2 * PRICE, PRICE)]
    held.ship("W2")
    held.bus.pump()
    assert held.says == ("partially_refunded", held.total, PRICE)
    assert [(one.state, one.amount, one.refunded) for one in held.parcels.payments] == [("captured", held.total, PRICE)]


@WAYS
def test_the_last_piece_that_is_held_goes_back(hold: Hold, times: int, *, newest_first: bool) -> None:
    held = hold(2, times, newest_first)
    held.ship("W1")
    held.bus.pump()
    assert held.refund(1).status == 201
    held.bus.pump()
    assert held.says == ("partially_refunded", held.total, PRICE)


@WAYS
def test_more_goes_back_than_was_taken_so_far(hold: Hold, times: int, *, newest_first: bool) -> None:
    held = hold(3, times, newest_first)
    held.ship("W1")
    held.bus.pump()
    assert held.refund(2).status == 201
    held.bus.pump()
    assert held.says == ("partially_refunded", held.total, 2 * PRICE)


@WAYS
def test_everything_goes_back_with_what_was_held(hold: Hold, times: int, *, newest_first: bool) -> None:
    held = hold(3, times, newest_first)
    held.ship("W1")
    held.bus.pump()
    assert held.refund().status == 201
    held.bus.pump()
    assert held.says == ("refunded", held.total, held.total)


def test_an_amount_out_of_what_was_taken_leaves_the_rest_held_for_the_other_pieces(hold: Hold) -> None:
    held = hold(2)
    held.ship("W1")
    held.bus.pump()
    assert held.refund(amount=2_000).status == 201
    held.bus.pump()
    assert held.says == ("partially_refunded", held.fee + PRICE, 2_000)
    held.ship("W2")
    held.bus.pump()
    assert held.says == ("partially_refunded", held.total, 2_000)


def test_what_cannot_be_taken_cannot_go_back(hold: Hold) -> None:
    held = hold(2)
    held.ship("W1")
    held.bus.pump()
    held.card.refuse = "expired_card"
    refused = held.refund(1)
    held.bus.pump()
    assert (refused.status, refused.code) == (409, "capture_failed")
    assert held.says == ("authorized", held.fee + PRICE, 0)


def test_money_that_is_here_goes_back_though_the_next_capture_was_refused(hold: Hold) -> None:
    held = hold(2)
    held.ship("W1")
    held.bus.pump()
    held.card.refuse = "expired_card"
    held.ship("W2")
    held.bus.pump()
    assert held.refund(amount=2_000).status == 201
    held.bus.pump()
    assert (sum(held.card.captures.values()), sum(held.card.refunds.values())) == (held.fee + PRICE, 2_000)
    wanted = [f"captured {held.fee + PRICE} of {held.total} although goods have left and it is held"]
    assert overdue(held.parcels, moments.iso(clock.now() + timedelta(days=1))) == wanted


def test_a_capture_whose_answer_is_lost_is_waited_for_and_made_once(hold: Hold) -> None:
    held = hold(2)
    held.ship("W1")
    held.bus.pump()
    held.card.lost_answers = 1
    assert held.refund(1).status == 503
    held.later(minutes=6)
    assert held.refund(1).status == 201
    held.bus.pump()
    assert held.says == ("partially_refunded", held.total, PRICE)


@WAYS
def test_a_cancelled_order_gives_back_what_was_taken_and_lets_go_of_the_rest(hold: Hold, times: int, *, newest_first: bool) -> None:
    held = hold(2, times, newest_first)
    assert held.capture(5_000).status == 201
    held.bus.pump()
    held.cancel()
    held.bus.pump()
    assert (held.says, held.card.voided) == (("refunded", 5_000, 5_000), True)


@pytest.mark.parametrize("known", [True, False])
def test_what_is_taken_while_the_order_is_cancelled_goes_back_too(hold: Hold, *, known: bool) -> None:
    held = hold(2)
    if known:
        assert held.capture(5_000).status == 201
        held.bus.pump()
    assert held.capture(700).status == 201
    held.cancel()
    held.bus.pump()
    taken = 5_700 if known else 700
    assert (sum(held.card.captures.values()), sum(held.card.refunds.values()), held.card.voided) == (taken, taken, True)
    assert balances()[f"order:{held.id}"] == 0
    assert findings(held.parcels) == []


@pytest.mark.parametrize("lost", [0, 1, 2])
@WAYS
def test_after_a_final_capture_nothing_is_taken_any_more(hold: Hold, times: int, lost: int, *, newest_first: bool) -> None:
    held = hold(2, times, newest_first)
    assert held.capture(100).status == 201
    held.bus.pump()
    held.card.lost_answers = lost
    assert held.capture(6_900, final=True).status == 201
    assert held.capture().code == "not_authorized"
    held.ship("W1")
    held.bus.pump()
    assert held.capture().code == "not_authorized"
    held.later(minutes=6)
    held.later(minutes=12)
    assert held.says == ("partially_paid", 7_000, 0)
    assert held.card.voided


def test_the_first_and_only_capture_is_final(hold: Hold) -> None:
    held = hold(2)
    assert held.capture(6_900, final=True).status == 201
    held.bus.pump()
    assert (held.says, held.card.voided) == (("partially_paid", 6_900, 0), True)
    until = buyer.staff().get(f"/v1/orders/{held.id}").json["payment_deadline"]
    assert until > moments.iso(clock.now() + timedelta(days=2))
    told = f"waits for the rest of its money, {held.total - 6_900}, although its time was over at {until}"
    assert overdue(held.parcels, until) == [told]
    # Pieces that its money does not let leave are in no parcel rightly.
    assert overdue(replace(held.parcels, shipments=[]), until) == [told]


def test_a_final_capture_that_is_refused_lets_nothing_go(hold: Hold) -> None:
    held = hold(2)
    held.card.refuse = "try_later"
    assert held.capture(6_900, final=True).status == 201
    held.later(minutes=6)
    assert (held.says, held.card.voided) == (("authorized", 0, 0), False)
    held.card.refuse = ""
    assert held.capture().status == 201
    held.bus.pump()
    assert held.says == ("paid", held.total, 0)
