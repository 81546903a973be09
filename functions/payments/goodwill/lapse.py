"""What of a coupon of goodwill nobody can use any more is no cost: what was booked when it was given is taken back, once."""

from __future__ import annotations

from collections.abc import Callable

from functions.payments.model.compensation import COUPONS, Compensation, cost_entry
from functions.payments.store.compensations import cost_put, find_compensation, is_booked
from functions.shared.events.contracts.promotions import GivenCouponLapsed, GivenCouponReturned, GivenCouponUsed
from functions.shared.outside.observability import fact
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def take_cost_back(lapsed: GivenCouponLapsed, at: str) -> None:
    """`at`: when it ended. An order that was given nothing like it has nothing to take back."""

    _book(lapsed, at, lambda given: -given.amount, "lapsed", "LAPSED")


def take_rest_back(used: GivenCouponUsed, at: str) -> None:
    """What an order did not use of it is worth nothing any more, as long as that order counts. `at`: when it was paid."""
    _book(used, at, lambda given: min(0, used.amount - given.amount), f"used {used.by_order}", f"USED#{used.by_order}")


def give_rest_again(returned: GivenCouponReturned, at: str) -> None:
    """That order was paid back: all of it can be used again."""
    by = returned.by_order
    _book(returned, at, lambda given: max(0, given.amount - returned.amount), f"returned {by}", f"RETURNED#{by}")


def _book(
    told: GivenCouponLapsed | GivenCouponUsed | GivenCouponReturned, at: str, cost: Callable[[Compensation], int], cause: str, name: str
) -> None:
    def attempt() -> None:
        given = find_compensation(told.order_id, told.compensation_id)
        if given is None or given.coupon_id != told.coupon_id:
            fact("compensation.unknown", order_id=told.order_id, coupon_id=told.coupon_id)
            return
        digest, amount = f"{given.id}#{name}", cost(given)
        entry = cost_entry("", given.order_id, f"goodwill|{given.id}|{cause}", at, amount, given.currency, COUPONS)
        if amount and not is_booked(entry, digest):
            transact([cost_put(entry, digest)])
            fact("compensation.corrected", order_id=given.order_id, compensation_id=given.id, cause=cause, amount=amount)

    again(attempt)
