"""I07: what an order of a group does not start before its group is full, and what it then does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from functions.catalog.consumers.count_sales import count_sales
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.invoices.issuing.follow_order import issue_due
from functions.orders.app import apply_payments
from functions.orders.carts.cart_repository import Visitor
from functions.orders.carts.promoted import read_promoted
from functions.orders.carts.quote import quote
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord, OrdersTable, cart_pk
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.payments import PaymentAuthorized
from functions.shared.outside import clock
from tests.integration.catalog.support import cny, published
from tests.integration.invoices.billing import ENTITY, sells
from tests.integration.orders.buyer import event, stock_of
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.group_buys.groups import (
    DONE,
    a_group_buy,
    a_mug,
    joined,
    ordered,
    over,
    progress,
    somebody,
    told,
    wishing,
)
from tests.integration.promotions.shop import NOON
from tests.support.events import events_in, sqs_of_events


def best_seller(product_id: str) -> int:
    told_of = events_in(OrdersTable, "order.paid", "order.group_completed", "order.cancelled")
    assert count_sales(sqs_of_events(told_of), None) == DONE
    return int(CardRecord.get(product_pk(product_id), CARD_SK).sold or 0)


def invoices(*orders: Any) -> int:
    """What is issued when orders are told of again."""
    return sum(len(issue_due(order["id"])) for order in orders)


def test_no_invoice_and_no_best_seller_before_the_group_is_full() -> None:
    """I07: case 13"""
    with clock.frozen(NOON):
        sells(ENTITY | {"country": "CN", "vat_number": "", "tax_number": "91310000775785552L", "timezone": "Asia/Shanghai"})
        product = published(variants=[{"sku": "G-1", "price": cny(10000)}])
        deal = a_group_buy(product["variants"][0]["id"], size=2)
        first = joined(deal)
        lonely = joined(deal)
        assert (best_seller(product["id"]), invoices(first, lonely)) == (0, 0)
        last = joined(deal, first["group_id"])
        assert (best_seller(product["id"]), invoices(first, last), invoices(lonely)) == (2, 2, 0)
    with clock.frozen(NOON + timedelta(hours=25)):
        over(lonely["group_id"])
        told()
        assert (best_seller(product["id"]), invoices(lonely)) == (2, 0)


def test_money_that_is_held_takes_a_place_and_is_let_go_with_the_group() -> None:
    """I07: a card whose money is taken when it is sent"""
    with clock.frozen(NOON):
        variant = a_mug()
        deal = a_group_buy(variant, size=2)
        held = ordered(deal)
        amount = held["totals"]["total"]["amount"]
        data = PaymentAuthorized("pay_1", held["id"], "stripe", amount, "CNY", False, "2026-11-11T04:00:00.000Z")
        assert apply_payments(sqs_of_events([event(PaymentAuthorized.TYPE, vars(data), held["id"])]), None) == DONE
        told(times=2)
        assert (progress(held["group_id"])["paid"], stock_of(variant)) == (1, (19, 0))
    with clock.frozen(NOON + timedelta(hours=25)):
        over(held["group_id"])
        told()
        shown = order_staff().get(f"/v1/admin/orders/{held['id']}").json
        assert (shown["status"], shown["cancel_reason"], stock_of(variant)) == ("cancelled", "group_failed", (20, 0))


def test_a_place_is_not_paid_in_cash() -> None:
    """I07"""
    with clock.frozen(NOON):
        buyer = wishing(a_group_buy(a_mug()))
        cart = cart_of(CartRecord.get(cart_pk(buyer.cart_id), CART_SK))
        promoted = read_promoted(cart, Visitor(Caller(cart.customer_id or "")))
        assert not quote(cart, promoted.found, promoted=promoted).takes_cash
        assert buyer.client.delete(f"{buyer.cart}/group_buy").status == 200
        cart = cart_of(CartRecord.get(cart_pk(buyer.cart_id), CART_SK))
        assert quote(cart, promoted.found, promoted=read_promoted(cart, Visitor(Caller(cart.customer_id or "")))).takes_cash


def test_its_lines_stay() -> None:
    """I07"""
    with clock.frozen(NOON):
        order = joined(a_group_buy(a_mug()))
        lines = [{"line_id": order["lines"][0]["id"], "quantity": 2}]
        refused = order_staff().patch(f"/v1/orders/{order['id']}", {"lines": lines})
        assert (refused.status, refused.code) == (409, "order_of_group"), refused.text


def test_who_left_an_open_group_joins_it_again() -> None:
    """What said that they are in it stays, and says that they left: no function may delete it."""
    with clock.frozen(NOON):
        deal, leaver = a_group_buy(a_mug(), size=2), somebody()
        group = joined(deal)["group_id"]
        for _ in range(2):
            order = ordered(deal, group, subject=leaver)
            assert wishing(deal, group, subject=leaver).place().code == "group_joined"
            assert order_staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        last = joined(deal, group, subject=leaver)
        told()
        assert progress(group)["state"] == "succeeded"
        assert order_staff().get(f"/v1/admin/orders/{last['id']}").json["on_hold"] is False
