"""I09: gifts that are bought with points alone: into a cart, placed, taken back; and whatever changes in between."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from functions.loyalty.model.account import Book
from functions.loyalty.store.accounts import account_of
from functions.loyalty.store.records import LoyaltyTable
from functions.orders.carts import promoted
from functions.orders.store.records import OrdersTable
from functions.reports.app import app as reports_app
from functions.reports.app import record_facts, rollup_hourly
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.loyalty.shop import (
    NOON,
    check_books,
    customer_of,
    given,
    hear,
    owner_of,
    paid,
    points_of,
    programme,
    refunded,
    staff,
)
from tests.integration.orders.buyer import Buyer, a_variant, counted, stock_of
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.shop import a_cart, a_coupon, use
from tests.support.buckets import data_bucket
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

SOON = times.iso(NOON + timedelta(days=3))


def a_gift(points: int = 500, *, stock: int = 20, most: int | None = None, **variant: Any) -> str:
    """A variant that the programme gives for so many points."""
    made = a_variant(stock=stock, price=8000, **variant)
    programme(gifts=[{"variant_id": made, "points": points, "most": most}])
    return made


def wishing(cart: Buyer, variant_id: str, quantity: int = 1) -> Any:
    done = cart.client.put(f"{cart.cart}/points", {"gifts": [{"variant_id": variant_id, "quantity": quantity}]})
    assert done.status == 200, done.text
    return done.json


def line_of(view: Any, variant_id: str) -> Any:
    return next(line for line in view["lines"] if line["points_each"] is not None and line["variant_id"] == variant_id)


def codes_of(line: Any) -> list[str]:
    return [notice["code"] for notice in line["notices"]]


def alone(subject: str, variant_id: str) -> Buyer:
    """A cart of a gift and nothing else."""
    cart = a_cart(subject=subject)
    assert cart.client.delete(f"{cart.cart}/lines").status == 200
    wishing(cart, variant_id)
    return cart.ready()


def test_beside_what_is_bought_it_costs_points_alone_and_comes_back_with_the_order() -> None:
    """Points and stock in the transaction of the order, the soonest to end first; nothing comes off it, and it brings nothing."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(500)
        given(subject, 300, SOON)
        given(subject, 1000)
        a_coupon()
        cart = a_cart(subject=subject, price=5000)
        use(cart, "SAVE10")
        plain = cart.preview()
        shown = line_of(wishing(cart, gift, 2), gift)
        assert (shown["points_each"], shown["total"]["amount"], shown["list_price"]["amount"], shown["notices"]) == (500, 0, 8000, [])
        assert cart.client.put(f"{cart.cart}/points", {"points": 300}).status == 200
        preview = cart.preview()
        # The gifts come first: 1,300 less 1,000.
        assert (preview["points"]["gifts"], preview["points"]["used"], preview["points"]["usable"]) == (1000, 300, 1300)
        assert preview["totals"]["total"]["amount"] == plain["totals"]["total"]["amount"] - 300
        with counted() as calls:
            placed = cart.place(preview["preview_hash"], **{"Idempotency-Key": "k"})
        assert (placed.status, calls) == (201, {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1})
        order = placed.json
        assert [(line["points_each"], line["quantity"], line["total"]["amount"]) for line in order["lines"]][1] == (500, 2, 0)
        assert (points_of(subject), stock_of(gift)) == ((0, 0, 0), (18, 2))
        check_books()
        bought = paid(order, "pay_1")
        # 50.00 less ten and 300 points: a point for each full yuan, none for the gift.
        assert (points_of(subject)[1], sum(line.total for line in bought.lines)) == (37, 3700)
        assert [line.total for line in bought.lines if line.variant_id == gift] == [0]
        cancelled = order_staff().post(f"/v1/orders/{order['id']}/cancel", {})
        assert cancelled.status == 200, cancelled.text
        for _ in range(2):
            hear(*events_in(OrdersTable, "order.cancelled"))
        account = account_of(customer_of(subject))
        assert ([(one.expires_at, one.points) for one in account.buckets], account.gifts) == ([(SOON, 300), ("", 1000)], {})
        check_books()


def test_alone_it_pays_its_delivery_and_a_piece_that_comes_back_brings_its_points() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(500, most=3)
        given(subject, 400, SOON)
        given(subject, 700)
        cart = alone(subject, gift)
        wishing(cart, gift, 2)
        preview = cart.preview()
        assert preview["totals"]["total"] == preview["totals"]["shipping"]
        order = cart.place(preview["preview_hash"]).json
        assert (order["status"], points_of(subject)) == ("pending_payment" if preview["totals"]["total"]["amount"] else "paid", (100, 0, 0))
        bought = paid(order, "pay_1") if order["status"] == "pending_payment" else None
        assert bought is not None
        assert owner_of(subject).get("/v1/me/points").json["gifts"] == [{"variant_id": gift, "points": 500, "more": 1}]
        line = order["lines"][0]["id"]
        wish = order_staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": line, "quantity": 3}]})
        assert (wish.status, wish.json["code"]) == (422, "gift_for_points")
        fewer = order_staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": line, "quantity": 1}]})
        assert fewer.status == 200, fewer.text
        again = order_staff().patch(f"/v1/orders/{order['id']}", {"lines": [{"line_id": line, "quantity": 2}]})
        assert (again.status, again.json["code"]) == (422, "gift_for_points")
        hear(*events_in(OrdersTable, "order.amended"))
        # What ends last comes back first.
        assert points_of(subject) == (600, 0, 0)
        assert [one.points for one in account_of(customer_of(subject)).buckets] == [600]
        assert account_of(customer_of(subject)).gifts == {gift: 1}
        assert check_books()[Book.SPENT] == 500


@pytest.mark.parametrize("hashed", [True, False])
def test_what_changes_between_preview_and_placing(hashed: bool) -> None:
    """Dearer, no gift any more, the programme off, fewer points: the preview of now, nothing spent, nothing reserved."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(500)
        given(subject, 300, times.iso(NOON + timedelta(hours=1)))
        given(subject, 700)
        cart = a_cart(subject=subject)
        wishing(cart, gift, 2)
        preview = cart.preview()

        def refused(code: str, then: str = "") -> None:
            agreed = cart.place(preview["preview_hash"] if hashed else None)
            assert (agreed.status, agreed.json["code"]) == (409, "preview_changed")
            line = line_of(agreed.json["preview"], gift)
            assert (codes_of(line), "place_order" in agreed.json["preview"]["next_steps"]) == ([code] if code else [], not code)
            if then:
                knowing = cart.place(agreed.json["preview"]["preview_hash"])
                assert (knowing.status, knowing.json["code"]) == (409, then)
            assert stock_of(gift) == (20, 0)

        one = {"variant_id": gift, "points": 500}
        for fields, code in (
            ({"gifts": [one | {"points": 501}]}, "points_short"),
            ({"gifts": []}, "not_for_points"),
            ({"gifts": [one], "enabled": False}, "not_for_points"),
            ({"gifts": [one | {"most": 1}]}, "gift_limit"),
        ):
            programme(**fields)
            refused(code, code)
        programme(gifts=[one])
    with clock.frozen(NOON + timedelta(hours=1)):
        # To the very second that some of them end.
        refused("points_short", "points_short")
        programme(gifts=[one | {"points": 350}])
        if hashed:
            refused("")
        else:
            # Cheaper is no reason to ask again.
            assert (cart.place().status, points_of(subject)) == (201, (0, 0, 0))
        check_books()


def test_sold_out_hidden_or_bought_beside() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(10, stock=3)
        given(subject, 1000)
        cart = a_cart(subject=subject, variant=gift, quantity=2)
        line = line_of(wishing(cart, gift, 2), gift)
        assert [(one["code"], one["available"]) for one in line["notices"]] == [("out_of_stock", 1)]
        assert (cart.place().status, cart.place().json["code"]) == (409, "out_of_stock")
        wishing(cart, gift, 1)
        a_variant(stock=3, price=8000, variant_id=gift, published=False)
        assert cart.place().json["code"] == "unpublished"
        a_variant(stock=3, price=8000, variant_id=gift)
        order = cart.place()
        assert (order.status, stock_of(gift), points_of(subject)) == (201, (0, 3), (990, 0, 0))
        card = a_gift(10, tax_class=GIFT_CARD)
        other = a_cart(subject=subject)
        assert codes_of(line_of(wishing(other, card), card)) == ["not_for_points"]
        unknown = "var_01JD0000000000000000000000"
        assert codes_of(line_of(wishing(other, unknown), unknown)) == ["unpublished"]
        assert other.client.delete(f"{other.cart}/lines/gift_{unknown}").status == 200
        assert other.place().status == 201


def test_the_last_piece_and_the_last_points_go_once() -> None:
    """Two carts in the same instant: one of stock, one of points, one of how many a customer may have."""
    for stock, points, most, code in ((1, 1000, None, "out_of_stock"), (9, 500, None, "preview_changed"), (9, 1000, 1, "preview_changed")):
        subject = str(uuid.uuid4())
        with clock.frozen(NOON), pytest.MonkeyPatch.context() as patch:
            gift = a_gift(500, stock=stock, most=most)
            given(subject, points)
            cart, other = (a_cart(subject=subject) for _ in range(2))
            for one in (cart, other):
                wishing(one, gift)
            in_between(patch, promoted, "points_in", other.place)
            raced = cart.place()
            assert (raced.status, raced.json["code"]) == (409, code)
            assert points_of(subject) == (points - 500, 0, 0)
            assert account_of(customer_of(subject)).gifts == {gift: 1}
            check_books()


def test_who_may_and_what_is_not_understood() -> None:
    subject = str(uuid.uuid4())
    gift = a_gift(5)
    given(subject, 5)
    guest = a_cart(guest=True)
    assert guest.client.put(f"{guest.cart}/points", {"gifts": [{"variant_id": gift}]}).status == 401
    cart = a_cart(subject=subject)
    stranger = Client(cart.client.app, bearer(subject=str(uuid.uuid4())))
    assert stranger.put(f"{cart.cart}/points", {"gifts": [{"variant_id": gift}]}).status == 404
    one = {"variant_id": gift, "quantity": 1}
    for body in ({}, {"gifts": [one, one]}, {"gifts": [one | {"quantity": 0}]}, {"gifts": [{"variant_id": "🎁"}]}, {"gifts": [one] * 11}):
        assert cart.client.put(f"{cart.cart}/points", body).status == 422, body
    wishing(cart, gift)
    emptied = cart.client.put(f"{cart.cart}/points", {"gifts": []}).json
    assert [line["points_each"] for line in emptied["lines"]] == [None]
    wishing(cart, gift)
    assert len(cart.client.delete(f"{cart.cart}/points").json["lines"]) == 1
    version = staff().get("/v1/admin/points_programme").json["version"]
    for wrong in ({"variant_id": gift, "points": 0}, {"variant_id": gift, "points": 1.5}, {"variant_id": "mug", "points": 1}):
        refused = staff().put("/v1/admin/points_programme", {"gifts": [wrong]}, **{"if-match": str(version)})
        assert refused.status == 422, wrong
    twice = {"gifts": [{"variant_id": gift, "points": 1}, {"variant_id": gift, "points": 2}]}
    assert staff().put("/v1/admin/points_programme", twice, **{"if-match": str(version)}).status == 422


def test_no_coupon_counts_it_and_the_money_of_the_rest_does_not_bring_its_points_back() -> None:
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(500)
        given(subject, 500)
        a_coupon(rule={"minimum": 6000})
        cart = a_cart(subject=subject, price=5000)
        use(cart, "SAVE10")
        wishing(cart, gift)
        assert cart.preview()["totals"]["discount"]["amount"] == 0
        assert cart.client.delete(f"{cart.cart}/coupons/SAVE10").status == 200
        order = cart.place().json
        bought = paid(order, "pay_1")
        hear(refunded(bought, "ref_1", 1, bought.lines[0].total, fully=True))
        assert points_of(subject)[0] == 0
        hear(refunded(bought, "ref_2", 1, 0, fully=True, line=1))
        hear(refunded(bought, "ref_2", 1, 0, fully=True, line=1))
        assert points_of(subject)[0] == 500
        assert check_books()[Book.SPENT] == 0
    assert {one.type for one in events_in(LoyaltyTable)} >= {"points.spent", "points.given_back"}


def test_it_is_no_sale_and_its_cost_counts() -> None:
    """What the order brought is what was paid in money; what the gift cost the shop comes off the profit. Owed is what the ledger says."""
    subject = str(uuid.uuid4())
    with clock.frozen(NOON):
        gift = a_gift(500)
        given(subject, 800)
        reports = Client(reports_app, bearer("owner"))
        assert reports.put(f"/v1/admin/reports/unit_costs/{gift}", {"cost": {"amount": 2100, "currency": "CNY"}}).status == 200
    with clock.frozen(NOON + timedelta(hours=1)), data_bucket():
        cart = a_cart(subject=subject, price=5000)
        wishing(cart, gift, 1)
        order = cart.place().json
        paid(order, "pay_1")
        assert record_facts(sqs_of_events(events_in(OrdersTable, "order.paid")), None) == {"batchItemFailures": []}
        rollup_hourly({}, None)
        (day,) = reports.get("/v1/admin/reports/sales?from=2026-11-27&to=2026-11-27").json["data"]
        total = order["totals"]["total"]["amount"]
        assert (day["orders"], day["revenue"]["amount"], day["cost"]["amount"]) == (1, total, 2100)
        owed = staff().get("/v1/admin/points_owed").json
        assert (owed["usable"], check_books()[Book.SPENT]) == (300, 500)
