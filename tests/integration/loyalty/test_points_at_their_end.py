"""I08, bad input of issue 14: points at their expiry second, when a price is asked and when the order is placed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from functions.loyalty.model.account import Book
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.loyalty.shop import NOON, check_books, given, points_of, programme, swept
from tests.integration.orders.buyer import Buyer
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in

END = NOON + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def who_has(points: int) -> str:
    """They end at END."""
    subject = str(uuid.uuid4())
    programme(most_percent=100)
    given(subject, points, times.iso(END))
    return subject


def spending(subject: str, points: int) -> Buyer:
    cart = a_cart(subject=subject, price=3000)
    assert cart.client.put(f"{cart.cart}/points", {"points": points}).status == 200
    return cart


@pytest.mark.parametrize(("at", "used"), [(END - SECOND, 500), (END, 0), (END + SECOND, 0)], ids=["before", "at", "after"])
def test_asked_and_placed_in_the_same_second(at: datetime, used: int) -> None:
    """The last second in which they count is the one before their end, whether the sweep came by or not."""
    with clock.frozen(NOON):
        subject = who_has(500)
        cart = spending(subject, 500)
    with clock.frozen(at):
        seen = cart.preview()
        assert (seen["points"]["used"], seen["points"]["usable"], seen["totals"]["discount"]["amount"]) == (used, used, used)
        placed = cart.place(seen["preview_hash"])
        assert (placed.status, placed.json["totals"]["discount"]["amount"]) == (201, used), placed.text
        assert points_of(subject) == (0, 0, 0)
        assert check_books()[Book.SPENT] == used


def test_asked_a_second_before_and_placed_at_the_second() -> None:
    """Nobody is sold at a price that they did not see: 409 with the price without points, and no order; then at that price."""
    with clock.frozen(NOON):
        subject = who_has(500)
        cart = spending(subject, 500)
    with clock.frozen(END - SECOND):
        seen = cart.preview()
        assert seen["points"]["used"] == 500
    for late in (END, END + SECOND):
        with clock.frozen(late):
            orders = len(events_in(OrdersTable, "order.placed"))
            refused = cart.place(seen["preview_hash"])
            assert (refused.status, refused.json["code"], refused.json["preview"]["points"]["used"]) == (409, "preview_changed", 0)
            assert len(events_in(OrdersTable, "order.placed")) == orders
    with clock.frozen(END + SECOND):
        asked = cart.client.put(f"{cart.cart}/points", {"points": 1})
        assert (asked.status, asked.json["code"]) == (409, "points_short")
        assert cart.place(refused.json["preview"]["preview_hash"]).status == 201
        swept()
        books = check_books()
        assert (books[Book.SPENT], books[Book.EXPIRED]) == (0, 500)
