"""The face of promotions: what carts and orders need. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.promotions.bundles.known_bundles import bundle_called
    from functions.promotions.coupons.count_coupons import CouponCount, count_coupons
    from functions.promotions.coupons.give_coupon import GivenCoupon, given_coupon
    from functions.promotions.flash_sales.enter import flash_ref
    from functions.promotions.model.refusals import CouponUnusable, PromotionSpent
    from functions.promotions.model.rule import Reason
    from functions.promotions.offers.explanation import explain
    from functions.promotions.offers.groups_of import asker_named, asker_of, groups_of, shopper_of
    from functions.promotions.offers.offer import Deal, Offer, offer_in
    from functions.promotions.offers.offer_items import Asked, CouponRef, gifts_of_now, offer_keys
    from functions.promotions.offers.put_coupon import coupon_ref, same_code
    from functions.promotions.offers.redeem import redeem_writes
    from functions.promotions.offers.return_uses import Returned, return_writes
    from functions.promotions.offers.schemas import ExplanationOut
    from functions.promotions.store.flash_quota import (
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
    from functions.promotions.store.group_claims import GroupClaim, GroupRef, GroupRefused, GroupView, group_in, group_keys, group_ref
else:
    __getattr__ = lazily(
        __name__,
        {
            "bundles.known_bundles": "bundle_called",
            "coupons.count_coupons": "CouponCount count_coupons",
            "coupons.give_coupon": "GivenCoupon given_coupon",
            "flash_sales.enter": "flash_ref",
            "model.refusals": "CouponUnusable PromotionSpent",
            "model.rule": "Reason",
            "offers.explanation": "explain",
            "offers.groups_of": "asker_named asker_of groups_of shopper_of",
            "offers.offer": "Deal Offer offer_in",
            "offers.offer_items": "Asked CouponRef gifts_of_now offer_keys",
            "offers.put_coupon": "coupon_ref same_code",
            "offers.redeem": "redeem_writes",
            "offers.return_uses": "Returned return_writes",
            "offers.schemas": "ExplanationOut",
            "store.flash_quota": "FlashClaim FlashRef FlashRefused FlashView "
            "ShardTaken flash_in flash_keys known_sold_out sold_out_refusal",
            "store.group_claims": "GroupClaim GroupRef GroupRefused GroupView group_in group_keys group_ref",
        },
    )

__all__ = [
    "Asked",
    "CouponCount",
    "CouponRef",
    "CouponUnusable",
    "Deal",
    "ExplanationOut",
    "FlashClaim",
    "FlashRef",
    "FlashRefused",
    "FlashView",
    "GivenCoupon",
    "GroupClaim",
    "GroupRef",
    "GroupRefused",
    "GroupView",
    "Offer",
    "PromotionSpent",
    "Reason",
    "Returned",
    "ShardTaken",
    "asker_named",
    "asker_of",
    "bundle_called",
    "count_coupons",
    "coupon_ref",
    "explain",
    "flash_in",
    "flash_keys",
    "flash_ref",
    "gifts_of_now",
    "given_coupon",
    "group_in",
    "group_keys",
    "group_ref",
    "groups_of",
    "known_sold_out",
    "offer_in",
    "offer_keys",
    "redeem_writes",
    "return_writes",
    "same_code",
    "shopper_of",
    "sold_out_refusal",
]
