"""A part of an order that was given back takes its part of the discount with it."""

from __future__ import annotations

from functions.orders import refundable_lines
from functions.payments.model.refund_parts import LineWish, PaidLine, RefundWish, parts_of
from functions.shared.auth.caller import staff_caller
from functions.shared.outside import clock
from tests.integration.orders.buyer import a_variant
from tests.integration.promotions.shop import NOON, a_cart, launched


def test_a_line_and_a_piece_of_it_are_worth_what_was_paid_for_them() -> None:
    """I05: 10.00 off 3 × 20.00 and 1 × 40.00 leaves 54.00 and 36.00; one of the three pieces is worth 18.00."""
    with clock.frozen(NOON):
        launched(kind="tiers", amount=None, tiers=[{"minimum": 10_000, "off": 1000}])
        buyer = a_cart(price=2000, quantity=3)
        buyer.add(a_variant(price=4000))
        order = buyer.place().json
        assert order["totals"]["discount"]["amount"] == 1000
        paid = refundable_lines(order["id"], caller=staff_caller("cus_staff", "owner"))
    assert ([line.amount for line in paid.lines], paid.total - paid.shipping) == ([5400, 3600], 9000)
    lines = [PaidLine(line.line_id, line.quantity, line.amount) for line in paid.lines]
    wish = RefundWish(lines=(LineWish(lines[0].line_id, quantity=1),))
    (part,) = parts_of(wish, lines=lines, shipping=paid.shipping, done=(), left=paid.total)
    assert part.amount == 1800
