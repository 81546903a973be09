"""Face: how many coupons somebody can use, and how many of them end soon: what their list says, counted."""

from __future__ import annotations

from datetime import timedelta

from functions.promotions.coupons.wallet import own_coupons
from functions.promotions.model.coupon import State
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

SOON = timedelta(days=7)
_PAGE = 100


@dataclass(frozen=True)
class CouponCount:
    """`expiring`: of the `usable` ones, those that end within seven days."""

    usable: int = 0
    expiring: int = 0


def count_coupons(customer_id: str) -> CouponCount:
    """Two requests for each hundred that they ever had."""
    soon, usable, expiring, cursor = times.iso(clock.now() + SOON), 0, 0, None
    while True:
        page = own_coupons(customer_id, limit=_PAGE, cursor=cursor)
        mine = [one for one in page.data if one.state is State.CLAIMED]
        usable += len(mine)
        expiring += sum(1 for one in mine if one.record.expires_at and one.record.expires_at <= soon)
        cursor = page.next_cursor
        if cursor is None:
            return CouponCount(usable, expiring)
