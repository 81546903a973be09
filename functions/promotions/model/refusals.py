"""What an order is refused for that was promised more than is left."""

from __future__ import annotations

from functions.shared.plain.errors import Conflict


class CouponUnusable(Conflict):
    """A limit or a parallel order was faster than the preview knew; another preview tells what applies now."""

    code, title = "coupon_unusable", "The coupon cannot be used any more"


class PromotionSpent(Conflict):
    code, title = "promotion_spent", "The promotion's budget is used up"
