"""The face of promotions: what carts and orders need. Everything else here is private to the domain."""

from functions.promotions.explanation import explain
from functions.promotions.flash_enter import ref_of as flash_ref
from functions.promotions.flash_quota import (
    FlashClaim,
    FlashRef,
    FlashRefused,
    FlashView,
    ShardTaken,
    flash_in,
    flash_keys,
    known_sold_out,
    sold_out_refusal,
)
from functions.promotions.give_back import Returned, return_writes
from functions.promotions.offer import Deal, Offer, offer_in
from functions.promotions.offer_items import Asked, CouponRef, gifts_of_now, offer_keys
from functions.promotions.put_coupon import coupon_ref, same_code
from functions.promotions.redeem import CouponUnusable, PromotionSpent, redeem_writes
from functions.promotions.rule import Reason
from functions.promotions.schemas import ExplanationOut

__all__ = [
    "Asked",
    "CouponRef",
    "CouponUnusable",
    "Deal",
    "ExplanationOut",
    "FlashClaim",
    "FlashRef",
    "FlashRefused",
    "FlashView",
    "Offer",
    "PromotionSpent",
    "Reason",
    "Returned",
    "ShardTaken",
    "coupon_ref",
    "explain",
    "flash_in",
    "flash_keys",
    "flash_ref",
    "gifts_of_now",
    "known_sold_out",
    "offer_in",
    "offer_keys",
    "redeem_writes",
    "return_writes",
    "same_code",
    "sold_out_refusal",
]
