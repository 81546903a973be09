"""Who registers gets the newcomer coupons there are: each once, however often the registration is told."""

from __future__ import annotations

from functions.promotions.coupons.claim_coupon import AlreadyClaimed, CouponGone, claim_writes, is_kept_from, new_single
from functions.promotions.model.coupon import Coupon
from functions.promotions.store.due import is_over
from functions.promotions.store.records import WELCOME_INDEX, PromotionsTable, customer_pk
from functions.promotions.store.repository import coupon_of
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.transactions import put_new, transact


class _Known(Exception):
    """They were given this coupon before."""


def welcome(registered: CustomerRegistered) -> None:
    for record in PromotionsTable.gsi2.query(WELCOME_INDEX):
        coupon = coupon_of(record)
        if not coupon.stopped and not is_kept_from(coupon, registered.customer_id):
            _grant(coupon, registered.customer_id)


def _grant(coupon: Coupon, customer_id: str) -> None:
    now = clock.now()
    ends = coupon.end_for(now)
    if (coupon.rule.starts_at and now < coupon.rule.starts_at) or is_over(times.iso(ends) if ends else None, now):
        return
    once = PromotionsTable(pk=customer_pk(customer_id), sk=f"WELCOME#{coupon.id}", kind="welcome")
    try:
        transact([put_new(once, _Known()), *claim_writes(coupon, new_single(coupon, customer_id, now), "welcome")])
    except (_Known, AlreadyClaimed):
        return
    except CouponGone:
        fact("welcome.none_left", coupon_id=coupon.id)
