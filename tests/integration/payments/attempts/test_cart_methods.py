"""How a cart could be paid, before there is an order: what its order is offered then."""

from __future__ import annotations

from functions.payments.app import app
from tests.integration.orders.buyer import ADDRESS, Buyer, a_guest, a_variant
from tests.integration.orders.checkout.test_free_orders import free
from tests.integration.payments.shop import Shop
from tests.integration.promotions.shop import a_cart
from tests.support.http import Answer, Client


def methods(buyer: Buyer, query: str = "") -> Answer:
    return Client(app, buyer.client.headers).get(f"{buyer.cart}/payment_methods{query}")


def of_order(order_id: str, token: str) -> Answer:
    return Client(app, {"x-order-token": token}).get(f"/v1/payment_methods?order={order_id}")


def test_a_cart_is_offered_what_its_order_is(shop: Shop) -> None:
    """F-D3, D03: cheap enough for cash on delivery, dear, and in a currency that few take."""
    for price, currency in ((5900, "CNY"), (900_000, "CNY"), (5900, "EUR")):
        buyer = a_guest(currency=currency)
        buyer.add(a_variant(price=price, currency=currency))
        assert (methods(buyer).status, methods(buyer).code) == (409, "address_missing")
        before = methods(buyer.ready())
        preview = buyer.preview()
        assert (before.status, before.json["reason"]) == (200, None)
        assert (before.json["amount"], before.json["next_steps"]) == (preview["totals"]["total"], preview["next_steps"])
        on_phone = [one["method"] for one in methods(buyer, "?device=mobile").json["data"]]
        assert set(on_phone) <= {one["method"] for one in before.json["data"]}
        order = buyer.place().json
        after = of_order(order["id"], order["token"]).json
        assert (after["data"], after["amount"], after["next_steps"]) == (before.json["data"], before.json["amount"], ["pay"])
        placed = methods(buyer)
        assert (placed.status, placed.code, placed.json["order_id"]) == (409, "cart_already_placed", order["id"])
    assert methods(buyer, "?device=toaster").status == 422


def test_an_empty_list_says_why(shop: Shop) -> None:
    """F-D3, F-A2: nothing in it, nothing to pay, nobody who takes it."""
    empty = a_guest()
    empty.client.put(f"{empty.cart}/address", ADDRESS)
    assert (methods(empty).json["data"], methods(empty).json["reason"]) == ([], "cart_empty")
    gift = free(a_cart(guest=True, variant=a_variant(price=5000)))
    nothing = methods(gift).json
    assert (nothing["data"], nothing["amount"]["amount"], nothing["reason"]) == ([], 0, "nothing_to_pay")
    assert "place_order" in nothing["next_steps"]
    order = gift.place().json
    assert of_order(order["id"], order["token"]).json["reason"] == "nothing_to_pay"
    over = shop.guest.get(f"/v1/payment_methods?order={shop.place(status='cancelled')}").json
    assert (over["data"], over["reason"], over["next_steps"]) == ([], "order_not_payable", [])


def test_only_its_visitor_is_told(shop: Shop) -> None:
    """F-D3"""
    buyer = a_guest()
    buyer.add(a_variant())
    buyer.ready()
    for headers in ({}, {"x-cart-token": "x"}, a_guest().client.headers):
        assert Client(app, headers).get(f"{buyer.cart}/payment_methods").status == 404
    assert Client(app).get("/v1/carts/mine/payment_methods").status == 404
