"""Codes a guest has put into their cart are still there after they signed in."""

from __future__ import annotations

import uuid

from tests.integration.orders.carts.test_merge_carts import merged
from tests.integration.promotions.shop import a_cart, a_coupon, use


def test_the_guests_codes_come_into_the_customers_cart() -> None:
    """D01, I15: each once, and they apply there."""
    for code in ("ONE2", "TWO2"):
        a_coupon(code=code)
    subject = str(uuid.uuid4())
    customer, guest = a_cart(subject=subject), a_cart(guest=True)
    for buyer, code in ((customer, "ONE2"), (guest, "one-2"), (guest, "TWO2")):
        assert use(buyer, code).status == 200
    answer = merged(guest, subject, into=customer.cart_id)
    assert (answer.status, answer.json["coupons"]) == (200, ["ONE2", "TWO2"])
    assert customer.preview()["totals"]["discount"]["amount"] == 2000
    assert guest.client.get(guest.cart).json["coupons"] == []


def test_a_cart_keeps_its_limit_of_codes() -> None:
    """D01: their own first."""
    codes = [f"CODE{n}X" for n in range(2, 9)]
    for code in codes:
        a_coupon(code=code)
    subject = str(uuid.uuid4())
    customer, guest = a_cart(subject=subject), a_cart(guest=True)
    for buyer, some in ((customer, codes[:3]), (guest, codes[3:])):
        for code in some:
            assert use(buyer, code).status == 200
    assert merged(guest, subject, into=customer.cart_id).json["coupons"] == codes[:5]


def test_a_cart_that_becomes_his_keeps_its_codes() -> None:
    """D01"""
    a_coupon(limits={"per_customer": 1})
    guest = a_cart(guest=True)
    use(guest, "SAVE10")
    assert guest.preview()["totals"]["discount"]["amount"] == 0  # members only, says the limit per customer
    answer = merged(guest, str(uuid.uuid4()))
    assert (answer.status, answer.json["coupons"]) == (200, ["SAVE10"])
