"""Codes, points, gifts for points, flash-sale entries and group buys in a cart. Whether they apply is the preview's business; here they are
only kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.loyalty import check_points
from functions.orders.carts.carts import CodeEdit
from functions.orders.model.cart import MAX_COUPONS, Cart, CartCoupon, CartFlash, CartGift, CartGroup
from functions.pricing import Shopper
from functions.promotions import coupon_ref, flash_ref, group_ref, same_code
from functions.shared.plain.errors import Invalid, NotFound


def with_coupon(typed: str, customer_id: str | None) -> CodeEdit:
    """Raises UnknownCode (404), Conflict (409) for one that is used or over, Invalid (422 `too_many_coupons`)."""

    def edit(cart: Cart) -> Cart:
        coupon = CartCoupon(**vars(coupon_ref(typed, customer_id or cart.customer_id)))
        others = [old for old in cart.coupons if old.code != coupon.code]
        if len(others) >= MAX_COUPONS:
            raise Invalid(f"A cart takes at most {MAX_COUPONS} codes.", code="too_many_coupons")
        return replace(cart, coupons=[*others, coupon])

    return edit


def without_coupon(typed: str) -> CodeEdit:
    def edit(cart: Cart) -> Cart:
        rest = [old for old in cart.coupons if not same_code(old.code, typed)]
        if len(rest) == len(cart.coupons):
            raise NotFound("There is no such code in the cart.")
        return replace(cart, coupons=rest)

    return edit


def entering(sale_id: str, token: str, who: Shopper) -> CodeEdit:
    """Raises NotFound for an unknown sale and one that is not for who asks, Invalid (422 `flash_not_in_cart`) when its variant is not in
    the cart."""

    def edit(cart: Cart) -> Cart:
        flash = CartFlash(**vars(flash_ref(sale_id, token, who)))
        if all(line.variant_id != flash.variant_id for line in cart.lines):
            raise Invalid.field("/flash_sale_id", "flash_not_in_cart", "Put the sale's variant into the cart first.")
        return replace(cart, flash=flash, group=None)

    return edit


def in_group(group_buy_id: str, group_id: str, who: Shopper) -> CodeEdit:
    """In place of a flash sale's entry. Raises NotFound for an unknown group buy or group and one that is not for who asks, Invalid (422
    `group_not_in_cart`)."""

    def edit(cart: Cart) -> Cart:
        group = CartGroup(**vars(group_ref(group_buy_id, group_id, who)))
        if all(line.variant_id != group.variant_id for line in cart.lines):
            raise Invalid.field("/group_buy_id", "group_not_in_cart", "Put the variant of the group buy into the cart first.")
        return replace(cart, group=group, flash=None)

    return edit


def out_of_group(cart: Cart) -> Cart:
    return replace(cart, group=None)


def with_points(points: int | None, gifts: Sequence[CartGift] | None, customer_id: str) -> CodeEdit:
    """What is None stays. Raises Conflict (409): `points_off` where the shop takes none, `points_short` where they have fewer.
    `gifts` need no look: the cart shows why one of them cannot be had."""

    def edit(cart: Cart) -> Cart:
        if points:
            check_points(customer_id, points, cart.currency)
        kept, given = cart.points if points is None else points, cart.gifts if gifts is None else list(gifts)
        return replace(cart, points=kept, gifts=given)

    return edit


def without_points(cart: Cart) -> Cart:
    return replace(cart, points=0, gifts=[])


def leaving(cart: Cart) -> Cart:
    return replace(cart, flash=None)
