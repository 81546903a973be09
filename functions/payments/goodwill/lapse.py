"""A coupon of goodwill that nobody can use any more is no cost: what was booked when it was given is taken back, once."""

from __future__ import annotations

from functions.payments.model.compensation import COUPONS, cost_entry
from functions.payments.store.compensations import cost_put, find_compensation, is_booked
from functions.shared.events.contracts.promotions import GivenCouponLapsed
from functions.shared.outside.observability import fact
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def take_cost_back(lapsed: GivenCouponLapsed, at: str) -> None:
    """`at`: when it ended. An order that was given nothing like it has nothing to take back."""

    def attempt() -> None:
        given = find_compensation(lapsed.order_id, lapsed.compensation_id)
        if given is None or given.coupon_id != lapsed.coupon_id:
            fact("compensation.unknown", order_id=lapsed.order_id, coupon_id=lapsed.coupon_id)
            return
        digest = f"{given.id}#LAPSED"
        entry = cost_entry("", given.order_id, f"goodwill|{given.id}|lapsed", at, -given.amount, given.currency, COUPONS)
        if not is_booked(entry, digest):
            transact([cost_put(entry, digest)])
            fact("compensation.lapsed", order_id=given.order_id, compensation_id=given.id)

    again(attempt)
