"""E17: a coupon of goodwill that nobody can use any more is no cost; one that was used is, once, whatever is told twice."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.payments.app import follow_orders
from functions.payments.goodwill import lapse
from functions.payments.store.records import PaymentsTable
from functions.promotions.app import app as promotions_app
from functions.promotions.app import react, run_due
from functions.promotions.model.codes import key
from functions.promotions.store.records import CODE_SK, PromotionsTable, code_pk
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_goodwill import MUGS, booked, give_, report
from tests.integration.orders.buyer import a_guest, a_variant, staff
from tests.integration.payments.shop import told
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


def given(sold: Sold) -> Any:
    made = give_(sold, 2000, "coupon")
    assert (made.status, booked("costs:goodwill")) == (201, 2000), made.text
    return made.json


def ends(coupon: Any) -> None:
    """What the sweep does once its time is over, by a message that comes twice."""
    for _ in range(2):
        assert run_due(sqs([{"keys": [[code_pk(key(coupon["code"])), CODE_SK]]}]), None) == {"batchItemFailures": []}


def heard() -> None:
    lapsed = events_in(PromotionsTable, "given_coupon.lapsed", "given_coupon.used", "given_coupon.returned")
    for _ in range(2):
        assert follow_orders(sqs_of_events([*lapsed, *lapsed]), None) == {"batchItemFailures": []}
    assert booked("costs:goodwill") == -booked("coupons:goodwill")


def used(sold: Sold, coupon: Any, *, paid: bool = True, variant: str = "") -> Any:
    """An order that the coupon takes 20.00 off, or what `variant` costs."""
    guest = a_guest()
    assert guest.add(variant or sold.variants[MUGS], 1).status == 201
    guest.ready()
    assert guest.client.put(f"{guest.cart}/coupons/{coupon['code']}", {}).status == 200
    order = guest.place().json
    if paid:
        payment = Client(payments_app, bearer("owner")).post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).json
        sold.shop.order_id = order["id"]
        sold.shop.webhook(told(payment, key=f"e{order['id']}"))
        sold.shop.work()
        assert apply_payments(sqs_of_events(events_in(PaymentsTable)), None) == {"batchItemFailures": []}
        promoted("order.paid")
    return order


def promoted(kind: str) -> None:
    assert react(sqs_of_events(events_in(OrdersTable, kind)), None) == {"batchItemFailures": []}


def test_one_that_expired_is_no_cost_from_that_day_on(sold: Sold) -> None:
    coupon = given(sold)
    with later(days=365):
        ends(coupon)
        heard()
        assert booked("costs:goodwill") == 0
        (row,) = report()["data"]
        assert (row["key"], row["count"], row["cost"]["amount"]) == ("coupon", 1, -2000)
        assert len(events_in(PromotionsTable, "coupon.expired")) == len(events_in(PromotionsTable, "given_coupon.lapsed")) == 1


def test_one_that_was_revoked_is_none(sold: Sold) -> None:
    coupon = given(sold)
    manager = Client(promotions_app, bearer("manager"))
    assert manager.post(f"/v1/admin/coupon_codes/{coupon['code']}/revoke").status == 200
    with later(days=365):
        ends(coupon)
    heard()
    assert (booked("costs:goodwill"), report()["totals"]) == (0, [{"amount": 0, "currency": "CNY"}])


def test_one_that_was_used_stays_a_cost(sold: Sold) -> None:
    coupon = given(sold)
    used(sold, coupon)
    with later(days=365):
        ends(coupon)
        heard()
        assert booked("costs:goodwill") == 2000


@pytest.mark.parametrize("days", [0, 365])
def test_one_whose_order_was_cancelled(sold: Sold, days: int) -> None:
    """Before its end it can be used again, after it there is no cost."""
    coupon = given(sold)
    order = used(sold, coupon, paid=False)
    with later(days=days):
        assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
        heard()
        assert booked("costs:goodwill") == (0 if days else 2000)
    if not days:
        used(sold, coupon)
        with later(days=365):
            ends(coupon)
            heard()
        assert booked("costs:goodwill") == 2000


@pytest.mark.parametrize("days", [0, 365])
def test_one_whose_order_was_paid_back_in_full_comes_back(sold: Sold, days: int) -> None:
    """And ends like any: then, or with the refund."""
    coupon = given(sold)
    order = used(sold, coupon)
    with later(days=days):
        refunded = Client(payments_app, bearer("owner")).post(f"/v1/admin/orders/{order['id']}/refunds", {"reason": "x"})
        assert refunded.status == 201, refunded.text
        sold.news()
        promoted("order.refunded")
        code = Client(promotions_app, bearer("manager")).get(f"/v1/admin/coupon_codes/{coupon['code']}").json
        assert code["state"] == ("expired" if days else "issued")
        heard()
        assert booked("costs:goodwill") == (0 if days else 2000)
    with later(days=365):
        ends(coupon)
        heard()
    assert booked("costs:goodwill") == 0


def test_told_in_the_same_moment_it_is_booked_once(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    coupon = given(sold)
    with later(days=365):
        ends(coupon)
    lapsed = sqs_of_events(events_in(PromotionsTable, "given_coupon.lapsed"))
    in_between(monkeypatch, lapse, "cost_put", lambda: follow_orders(lapsed, None))
    assert follow_orders(lapsed, None) == {"batchItemFailures": []}
    assert booked("costs:goodwill") == 0


def test_other_coupons_cost_nobody_anything(sold: Sold) -> None:
    """Nor one of another compensation."""
    coupon, other = given(sold), give_(sold, 500, "coupon").json
    with later(days=365):
        ends(other)
        heard()
    assert (booked("costs:goodwill"), coupon["coupon_id"] != other["coupon_id"]) == (2000, True)


@pytest.mark.parametrize("days", [0, 365])
def test_what_an_order_did_not_use_of_it_is_no_cost_as_long_as_that_order_counts(sold: Sold, days: int) -> None:
    """15.00 of 20.00; paid back in full it is worth 20.00 again, or nothing after its end."""
    coupon = given(sold)
    order = used(sold, coupon, variant=a_variant(stock=2, price=1500, sku="CHEAP"))
    heard()
    assert (booked("costs:goodwill"), report()["totals"]) == (1500, [{"amount": 1500, "currency": "CNY"}])
    with later(days=days):
        if days:
            ends(coupon)
        refunded = Client(payments_app, bearer("owner")).post(f"/v1/admin/orders/{order['id']}/refunds", {"reason": "x"})
        assert refunded.status == 201, refunded.text
        sold.news()
        promoted("order.refunded")
        heard()
        assert booked("costs:goodwill") == (0 if days else 2000)
    if not days:
        used(sold, coupon)
        heard()
        assert booked("costs:goodwill") == 2000


def test_the_rest_is_booked_once_by_two_at_once(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    coupon = given(sold)
    used(sold, coupon, variant=a_variant(stock=2, price=1500, sku="CHEAP"))
    told = sqs_of_events(events_in(PromotionsTable, "given_coupon.used"))
    in_between(monkeypatch, lapse, "cost_put", lambda: follow_orders(told, None))
    assert follow_orders(told, None) == {"batchItemFailures": []}
    assert booked("costs:goodwill") == 1500


def test_one_that_was_reserved_and_not_paid_tells_nothing(sold: Sold) -> None:
    coupon = given(sold)
    order = used(sold, coupon, paid=False, variant=a_variant(stock=2, price=1500, sku="CHEAP"))
    assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    assert events_in(PromotionsTable, "given_coupon.used", "given_coupon.returned") == []
