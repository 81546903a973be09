"""A cart shows what promotions do to it in every answer, without a further request; delivery is measured by what is left to pay."""

from __future__ import annotations

from typing import Any

from functions.shared.outside import clock
from tests.integration.orders.buyer import a_variant, counted
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, launched, use


def amounts(view: Any) -> tuple[int, int, int]:
    totals = view["totals"]
    return totals["subtotal"]["amount"], totals["discount"]["amount"], totals["total"]["amount"]


def test_a_read_cart_and_every_change_show_the_discount() -> None:
    """F-D3, I05, I15: in as many requests as without promotions. A code is a guess, which is counted twice and given back (ADR 60)."""
    with clock.frozen(NOON):
        _, promotion = launched(amount=300)
        a_coupon()
        buyer = a_cart(price=5000)
        buyer.preview()
        with counted() as calls:
            cart = buyer.client.get(buyer.cart).json
        assert (amounts(cart), calls) == ((5000, 300, 5700), {"GetItem": 1, "BatchGetItem": 1})
        assert [entry["rule_id"] for entry in cart["promotions"]["applied"]] == [promotion]
        with counted() as calls:
            with_code = use(buyer, "SAVE10").json
        assert (amounts(with_code), calls) == ((5000, 1300, 4700), {"GetItem": 2, "BatchGetItem": 1, "UpdateItem": 5})
        assert (with_code["lines"], with_code["totals"]) == (buyer.preview()["lines"], buyer.preview()["totals"])
        line = with_code["lines"][0]["id"]
        with counted() as calls:
            more = buyer.client.patch(f"{buyer.cart}/lines/{line}", {"quantity": 2}).json
        assert (amounts(more)[:2], calls) == ((10_000, 1300), {"GetItem": 1, "BatchGetItem": 1, "UpdateItem": 1})
        cheap = a_variant(price=100)
        with counted() as calls:
            added = buyer.add(cheap).json
        assert (amounts(added)[:2], calls) == ((10_100, 1300), {"BatchGetItem": 1, "UpdateItem": 1})
        assert (added["lines"], added["totals"]) == (buyer.preview()["lines"], buyer.preview()["totals"])
        assert amounts(buyer.client.delete(f"{buyer.cart}/coupons/SAVE10").json)[:2] == (10_100, 300)


def test_a_refused_code_is_explained_where_it_was_typed() -> None:
    """I15"""
    a_coupon(rule={"minimum": 9000})
    buyer = a_cart(price=5000)
    answer = use(buyer, "SAVE10")
    (refused,) = answer.json["promotions"]["refused"]
    assert (answer.status, refused["reason"], refused["missing"]) == (200, "below_minimum", 4000)


def test_what_is_saved_for_later_is_shown_with_its_notices_and_not_discounted() -> None:
    """D01"""
    with clock.frozen(NOON):
        launched(kind="percent", amount=None, basis_points=1000)
        buyer, later = a_cart(price=5000), a_variant(price=900)
        line = buyer.add(later).json["lines"][1]["id"]
        buyer.client.patch(f"{buyer.cart}/lines/{line}", {"saved": True})
        a_variant(variant_id=later, price=700)
        cart = buyer.client.get(buyer.cart).json
        assert amounts(cart)[:2] == (5000, 500)
        assert [notice["code"] for notice in cart["saved"][0]["notices"]] == ["price_changed"]


def test_free_delivery_is_measured_after_discounts_everywhere_alike() -> None:
    """I01: 88.00 is delivered free, 87.00 is not; options, cart, preview and order say the same."""
    a_coupon(rule={"amount": 100})
    buyer = a_cart(price=8800)

    def fees() -> list[int]:
        offered = buyer.client.get(f"{buyer.cart}/delivery_options").json["data"]
        chosen = [buyer.client.get(path).json for path in (buyer.cart, f"{buyer.cart}/preview")]
        return [
            next(o["fee"]["amount"] for o in offered if o["id"] == "standard"),
            *(view["totals"]["shipping"]["amount"] for view in chosen),
        ]

    assert fees() == [0, 0, 0]
    use(buyer, "SAVE10")
    assert fees() == [1000, 1000, 1000]
    placed = buyer.place(buyer.preview()["preview_hash"])
    assert (placed.status, amounts(placed.json), placed.json["totals"]["shipping"]["amount"]) == (201, (8800, 100, 9700), 1000)


def test_a_free_shipping_code_works_on_the_fee_that_is_left() -> None:
    """I01"""
    a_coupon(code="SHIP99", rule={"kind": "free_shipping", "amount": None})
    a_coupon(rule={"amount": 100})
    buyer = a_cart(price=8800)
    use(buyer, "SHIP99")
    assert [e["reason"] for e in buyer.preview()["promotions"]["refused"]] == ["nothing_to_take_off"]
    use(buyer, "SAVE10")
    preview = buyer.preview()
    assert (amounts(preview), preview["totals"]["shipping"]["amount"]) == ((8800, 100, 8700), 0)
