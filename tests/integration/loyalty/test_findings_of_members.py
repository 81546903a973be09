"""Findings of members (issue 14), cases 7, 9 and 10, with their figures."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from functions.loyalty.model.account import Book
from functions.orders.store.records import OrdersTable
from functions.shared.outside import clock
from tests.integration.loyalty.shop import NOON, check_books, completed, hear, owner_of, paid, points_of, programme, refunded, swept
from tests.integration.loyalty.tenders import a_card, balance_of, check_values, paying_with, switched
from tests.integration.orders.buyer import Buyer, stock_of
from tests.integration.promotions.shop import a_cart
from tests.support.events import events_in


def to_pay(amount: int) -> Buyer:
    """A guest's cart of just that, its delivery included."""
    delivery = a_cart(guest=True, price=amount).preview()["totals"]["total"]["amount"] - amount
    return a_cart(guest=True, price=amount - delivery)


@pytest.mark.parametrize(("change", "again"), [("spent", 5000), ("disabled", 5000), ("expired", 5000), ("partly", 3000)])
def test_a_card_of_50_on_a_cart_of_50_changes_before_the_order(change: str, again: int) -> None:
    """X18, case 7: 409 with the new preview (50.00, and 30.00 where 30.00 of it went), no order, nothing reserved."""
    with clock.frozen(NOON):
        card = a_card(5000, expires_at=(NOON + timedelta(hours=1)).isoformat())
        buyer, later = paying_with(to_pay(5000), card), NOON
        seen = buyer.preview()
        assert (seen["totals"]["total"]["amount"], seen["to_pay"]["amount"]) == (5000, 0)
        if change in ("spent", "partly"):
            assert paying_with(to_pay(5000 if change == "spent" else 3000), card).place().status == 201
            assert balance_of(card) == (0 if change == "spent" else 2000)
        elif change == "disabled":
            assert switched(card, "disable").status == 200
        else:
            later = NOON + timedelta(hours=1)
    with clock.frozen(later):
        placed = len(events_in(OrdersTable, "order.placed"))
        refused = buyer.place(seen["preview_hash"])
        assert (refused.status, refused.json["code"], refused.json["preview"]["to_pay"]["amount"]) == (409, "preview_changed", again)
        assert len(events_in(OrdersTable, "order.placed")) == placed
        assert stock_of(seen["lines"][0]["variant_id"]) == (1000, 0)
        assert buyer.place(refused.json["preview"]["preview_hash"]).status == 201, "trying again works"
        check_values()


def test_points_that_are_spent_when_their_order_is_refunded() -> None:
    """I08, case 9: owed 1,091; after 500 more 591; the checkout gets an answer; order B stays; the sum of all accounts is 0."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=10_910, quantity=10).place().json, "pay_1")
        hear(completed(order))
    with clock.frozen(NOON + timedelta(days=14)):
        swept()
        assert points_of(subject) == (1091, 0, 0)
        cart = a_cart(subject=subject, price=2182)
        assert cart.client.put(f"{cart.cart}/points", {"points": 1091}).json["points"]["used"] == 1091
        other = cart.place().json
        assert points_of(subject) == (0, 0, 0)
        hear(refunded(order, "ref_1", 10, 109_100, fully=True))
        assert points_of(subject) == (0, 0, 1091)
        newest = owner_of(subject).get("/v1/me/points/moves?limit=1").json["data"][0]
        assert (newest["kind"], newest["points"], newest["source"]) == ("taken_back", 1091, "usable")
        assert check_books()[Book.SPENT] == 1091
        hear(completed(paid(a_cart(subject=subject, price=50_000).place().json, "pay_3")))
    with clock.frozen(NOON + timedelta(days=28)):
        swept()
        assert points_of(subject) == (0, 0, 591)
        check_books()
        cart = a_cart(subject=subject, price=3000)
        asked = cart.client.put(f"{cart.cart}/points", {"points": 100})
        assert (asked.status, asked.json["code"]) == (409, "points_short")
        told = cart.client.get(f"/v1/orders/{other['id']}").json
        assert (told["status"], told["totals"]["discount"]["amount"]) == ("pending_payment", 1091)


def test_points_of_fractions_given_and_taken_back() -> None:
    """I08, case 10: 99 for 99.90; three of ten back leave 69 of 69.93; all back leave 0, none behind."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        programme()
        order = paid(a_cart(subject=subject, price=999, quantity=10).place().json, "pay_1")
        assert points_of(subject) == (0, 99, 0)
        hear(refunded(order, "ref_1", 3, 2997))
        assert points_of(subject) == (0, 69, 0)
        hear(refunded(order, "ref_2", 7, 6993, fully=True))
        assert points_of(subject) == (0, 0, 0)
        taken = [one for one in owner_of(subject).get("/v1/me/points/moves").json["data"] if one["kind"] == "taken_back"]
        assert [one["points"] for one in taken] == [69, 30]
        check_books()
