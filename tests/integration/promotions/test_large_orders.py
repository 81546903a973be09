"""D06: an order with many variants and many coupons fits into one transaction, or is refused plainly."""

from __future__ import annotations

import uuid
from typing import Any

from functions.promotions.store.records import PromotionsTable
from tests.integration.orders.buyer import a_variant, filled_straight, stock_of
from tests.integration.promotions.shop import a_cart, a_coupon, claimed, use
from tests.support.events import events_in


def test_what_does_not_fit_is_a_clear_refusal_and_less_of_it_fits() -> None:
    subject = str(uuid.uuid4())
    limits: dict[str, Any] = {"uses": 9, "per_customer": 9, "per_day": 9, "budget": 90_000}
    codes = [claimed(a_coupon(distribution="claim", limits=limits)["id"], subject) for _ in range(2)]
    variants = [a_variant() for _ in range(90)]
    buyer = a_cart(subject=subject)
    filled_straight(buyer, variants)
    for code in codes:
        assert use(buyer, code).status == 200
    refused = buyer.place()
    assert (refused.status, refused.code) == (422, "too_many_lines")
    assert (stock_of(variants[0]), events_in(PromotionsTable, "coupon.reserved")) == ((20, 0), [])
    filled_straight(buyer, variants[:80])
    placed = buyer.place()
    assert (placed.status, placed.json["totals"]["discount"]["amount"]) == (201, 2000)
    assert buyer.client.post(f"/v1/orders/{placed.json['id']}/cancel", {}).status == 200
    assert stock_of(variants[0]) == (20, 0)


def test_a_cart_takes_five_codes() -> None:
    for number in range(6):
        a_coupon(code=f"CODE{number + 2}X")
    buyer = a_cart()
    assert [use(buyer, f"CODE{number + 2}X").status for number in range(6)] == [200] * 5 + [422]
    assert buyer.preview()["totals"]["discount"]["amount"] == 5000
