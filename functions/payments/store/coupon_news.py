"""Face: what a message to a buyer says of a coupon that they were given by goodwill. Asked for when it is sent, never in an event."""

from __future__ import annotations

from functions.payments.store.compensations import find_compensation
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound


@dataclass(frozen=True)
class CouponNews:
    code: str
    expires_at: str


def coupon_news(order_id: str, compensation_id: str) -> CouponNews:
    """Raises NotFound. One GetItem."""
    one = find_compensation(order_id, compensation_id)
    if one is None:
        raise NotFound("There is no such compensation.")
    return CouponNews(one.code, one.expires_at)
