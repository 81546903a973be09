"""Orders of 0 (F-A2 of the findings of 25 November 2026), seen from outside."""

from __future__ import annotations

import uuid
from typing import Any

from tests.journeys.merchant import ALL_OFF, FREE_SHIPPING, a_code, a_product, basket, cny, place, refunded, refusal, subjects
from tests.journeys.shopper import Shop, eventually


def states(order: dict[str, Any]) -> tuple[str, str, str | None]:
    return order["status"], order["payment_status"], order["cancel_reason"]


def test_an_order_of_nothing_is_paid_when_it_is_placed_and_goes_out(shop: Shop) -> None:
    """F-A2"""
    codes, to = (a_code(shop, ALL_OFF), a_code(shop, FREE_SHIPPING)), f"{uuid.uuid4().hex}@example.com"
    variant = a_product(shop, 5900, stock=3)["variants"][0]["id"]
    order, own = place(shop, basket(shop, variant, codes=codes, email=to))
    assert (states(order), order["totals"]["total"]) == (
        ("paid", "paid", None),
        cny(0),
    )
    assert order["paid_at"] == order["placed_at"]
    assert shop.get(f"/v1/payment_methods?order={order['id']}", **own)["data"] == []
    assert refusal(shop, "POST", f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}, **own) == (409, "order_not_payable")
    shop.order_when(order["id"], own, lambda o: o["status"] == "fulfilling" and o["shipments"][0]["waybill"])
    assert shop.stock(variant) == {"on_hand": 2, "reserved": 0, "available": 2}
    (mail,) = eventually(lambda: subjects(shop, to), bool)
    assert "confirmed" in mail or "已确认" in mail, mail


def test_nothing_is_a_price_when_it_is_given(shop: Shop) -> None:
    """F-A2: a variant of price 0 is published and bought; one without a price blocks."""
    free = a_product(shop, 0)["variants"][0]["id"]
    order, _ = place(shop, basket(shop, free, codes=[a_code(shop, FREE_SHIPPING)]))
    assert (order["status"], order["totals"]["subtotal"]) == ("paid", cny(0))


def test_pieces_of_an_order_of_nothing_are_given_back_by_0(shop: Shop) -> None:
    """F-A2"""
    variant, to = a_product(shop, 5900, stock=3)["variants"][0]["id"], f"{uuid.uuid4().hex}@example.com"
    order, own = place(shop, basket(shop, variant, quantity=2, codes=(a_code(shop, ALL_OFF), a_code(shop, FREE_SHIPPING)), email=to))
    made = refunded(shop, order, lines=[{"line_id": order["lines"][0]["id"], "quantity": 1}])
    assert (made["status"], made["amount"]) == ("succeeded", cny(0))
    eventually(lambda: shop.stock(variant)["available"], lambda available: available == 2)
    refunded(shop, order)
    ended = shop.order_when(order["id"], own, lambda o: o["status"] == "cancelled")
    assert (states(ended), shop.stock(variant)["available"]) == (
        ("cancelled", "paid", "refunded"),
        3,
    )
    assert not [mail for mail in subjects(shop, to) if "refunded" in mail or "退款" in mail]
