"""Codes, points, flash-sale tokens and group buys of a cart over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.orders.carts import cart_coupons
from functions.orders.carts.answers import CODE_ERRORS, CODE_HEADERS, code_edited
from functions.orders.carts.schemas import CartOut, Quantity
from functions.orders.model.cart import MAX_GIFTS, CartGift
from functions.orders.store.records import CartsTable
from functions.promotions import asker_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

cart_coupon_api = Api("carts")


class GiftIn(Schema):
    variant_id: Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}$")] = Field(
        examples=["var_01JD0000000000000000000000"]
    )
    quantity: Quantity = 1


def _one_each(gifts: list[GiftIn]) -> list[GiftIn]:
    if len({one.variant_id for one in gifts}) < len(gifts):
        raise ValueError("each variant once")
    return gifts


class PointsIn(Schema):
    """What is left out stays as it is."""

    points: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)] | None = Field(
        default=None,
        description="How many to use; the cart uses fewer where it costs less, or the shop takes only a part of a price in points.",
        examples=[500],
    )
    gifts: Annotated[list[GiftIn], Field(max_length=MAX_GIFTS), AfterValidator(_one_each)] | None = Field(
        default=None,
        description="What is bought with points alone, as a line at no price; replaced as a whole. `GET /v1/me/points` names them.",
    )

    @model_validator(mode="after")
    def _something(self) -> PointsIn:
        if self.points is None and self.gifts is None:
            raise ValueError("points or gifts")
        return self

    @property
    def wishes(self) -> list[CartGift] | None:
        return None if self.gifts is None else [CartGift(one.variant_id, one.quantity) for one in self.gifts]


class GroupBuyWish(Schema):
    group_buy_id: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["gby_01JD0000000000000000000000"])
    group_id: Annotated[str, StringConstraints(max_length=40)] | None = Field(
        default=None, description="The group to join; without it the order begins one.", examples=["grp_01JD0000000000000000000000"]
    )


class FlashToken(Schema):
    flash_sale_id: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["fls_01JD0000000000000000000000"])
    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


@cart_coupon_api.operation(
    "PUT", "/v1/carts/{id}/coupons/{code}", summary="Use a code", response=CartOut, idempotent=CartsTable, headers=CODE_HEADERS,
    errors=[*CODE_ERRORS, (404, "unknown_code"), (409, "coupon_already_used"), (409, "coupon_ended"), (409, "coupon_revoked"),
            (422, "too_many_coupons")],
)  # fmt: skip
def use_code(req: Request[NoBody, NoQuery]) -> Reply:
    """Blanks, hyphens, case and look-alike characters do not matter. What it does to the cart the preview explains."""
    return code_edited(req, cart_coupons.with_coupon(req.path["code"], req.caller.id or None))


@cart_coupon_api.operation(
    "DELETE", "/v1/carts/{id}/coupons/{code}", summary="Drop a code", response=CartOut, idempotent=CartsTable, headers=CODE_HEADERS,
    errors=CODE_ERRORS,
)  # fmt: skip
def drop_code(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_coupons.without_coupon(req.path["code"]))


@cart_coupon_api.operation(
    "PUT", "/v1/carts/{id}/flash_token", summary="Buy at the flash price", permission="customer", body=FlashToken, response=CartOut,
    idempotent=CartsTable, headers=CODE_HEADERS, errors=[*CODE_ERRORS, (422, "flash_not_in_cart")],
)  # fmt: skip
def use_flash_token(req: Request[FlashToken, NoQuery]) -> Reply:
    """The token of POST /v1/flash_sales/{id}/tokens; the piece is taken when the order is placed."""
    return code_edited(req, cart_coupons.entering(req.body.flash_sale_id, req.body.token, asker_of(req.caller)))


@cart_coupon_api.operation(
    "DELETE", "/v1/carts/{id}/flash_token", summary="Buy at the ordinary price", permission="customer", response=CartOut,
    idempotent=CartsTable, headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def drop_flash_token(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_coupons.leaving)


@cart_coupon_api.operation(
    "PUT", "/v1/carts/{id}/points", summary="Use points", permission="customer", body=PointsIn, response=CartOut,
    idempotent=CartsTable, headers=CODE_HEADERS, errors=[*CODE_ERRORS, (409, "points_off"), (409, "points_short")],
)  # fmt: skip
def use_points(req: Request[PointsIn, NoQuery]) -> Reply:
    """They are taken when the order is placed. What they take off the preview explains, with all else; gifts are lines of their own."""
    return code_edited(req, cart_coupons.with_points(req.body.points, req.body.wishes, req.caller.id))


@cart_coupon_api.operation(
    "DELETE", "/v1/carts/{id}/points", summary="Use no points", permission="customer", response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def drop_points(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_coupons.without_points)


@cart_coupon_api.operation(
    "PUT", "/v1/carts/{id}/group_buy", summary="Buy in a group", permission="customer", body=GroupBuyWish, response=CartOut,
    idempotent=CartsTable, headers=CODE_HEADERS, errors=[*CODE_ERRORS, (422, "group_not_in_cart")],
)  # fmt: skip
def join_group(req: Request[GroupBuyWish, NoQuery]) -> Reply:
    """At the group's price, for an order of its variant alone. The place is taken when the order is paid; it is sent when the group is
    full, and its money goes back when it does not fill up in time."""
    return code_edited(req, cart_coupons.in_group(req.body.group_buy_id, req.body.group_id or "", asker_of(req.caller)))


@cart_coupon_api.operation(
    "DELETE", "/v1/carts/{id}/group_buy", summary="Buy alone", permission="customer", response=CartOut,
    idempotent=CartsTable, headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def leave_group(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_coupons.out_of_group)
