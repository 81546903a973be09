"""A typed code becomes part of a cart: read as people type, and refused at once when nobody could ever use it there."""

from __future__ import annotations

from functions.promotions.model.codes import key, mistyped, normalized
from functions.promotions.model.coupon import USABLE, WHY_NOT, State
from functions.promotions.offers.offer_items import CouponRef
from functions.promotions.store.due import is_over
from functions.promotions.store.repository import find_code
from functions.shared.limits.guesses import guessed_wrong
from functions.shared.outside import clock
from functions.shared.plain.errors import Conflict, NotFound


def same_code(code: str, typed: str) -> bool:
    """Whether `typed` means the code, as people type."""
    other = normalized(typed)
    return other is not None and key(code) == key(other)


class UnknownCode(NotFound):
    code, title = "unknown_code", "There is no such code"


def coupon_ref(typed: str, customer_id: str | None) -> CouponRef:
    """One GetItem. Raises UnknownCode (404), also for another customer's coupon; Conflict (409): `coupon_already_used`, `coupon_ended`,
    `coupon_revoked`. Whether it applies to this cart the preview explains."""
    code = normalized(typed)
    record = find_code(code) if code is not None and not mistyped(code) else None
    if record is None or record.customer_id not in (None, customer_id):
        guessed_wrong()
        raise UnknownCode("There is no such code; look for a slip.")
    state = State(record.state)
    if state not in USABLE:
        reason = WHY_NOT[state].value
        raise Conflict(f"The coupon cannot be used: {reason}.", code=f"coupon_{reason}")
    if is_over(record.expires_at, clock.now()):
        raise Conflict("The coupon is over.", code="coupon_ended")
    return CouponRef(record.code, record.coupon_id, record.campaign_id)
