"""Carts over HTTP. A guest shows the cart's token as X-Cart-Token, a customer their access token; anybody else gets 404."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.orders.carts import carts
from functions.orders.carts.answers import visitor
from functions.orders.carts.cart_address import CartAddress, sent_to
from functions.orders.carts.cart_delivery import collected_at, delivered_by, not_collected, point_named
from functions.orders.carts.carts import CartState, Edit
from functions.orders.carts.merge_carts import merge
from functions.orders.carts.schemas import (
    CartOut,
    CartPatch,
    DeliveryChoice,
    DeliveryOptionsOut,
    LineChange,
    Merge,
    NewLine,
    PointChoice,
    PreviewOut,
)
from functions.orders.carts.views import cart_view, delivery_options_view, preview_view
from functions.orders.store.records import CartsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.store.transactions import Remember

cart_api = Api("carts")
_ERRORS = [(404, "not_found"), (409, "cart_already_placed"), (409, "cart_merged"), (409, "version_conflict"), (503, "hook_unavailable")]
_READ = [(404, "not_found"), (503, "hook_unavailable")]
_CARDS = [(422, "no_gift_card"), (422, "day_over"), (422, "too_late")]
_NOTES = [(422, "too_many_keys"), (422, "metadata_too_large"), *_CARDS]
_UNCOVERED = (422, "address_not_covered")
_POINT = [
    (422, "unknown_pickup_point"), (422, "point_not_wanted"), (422, "point_not_served"), (422, "too_heavy_for_point"),
    (422, "too_large_for_point"),
    (503, "pickup_points_unavailable"),
]  # fmt: skip
_LANGUAGE = ("Accept-Language",)
_CHANGE = ("Accept-Language", "If-Match")
_ADDRESS = {
    "name": "王小明", "phone": "+8613800138000", "country": "CN", "province": "广东省", "city": "深圳市", "district": "南山区",
    "street": "科技路 1 号", "postal_code": "518057",
}  # fmt: skip


def _reply(req: Request[Any, NoQuery], state: CartState, status: int = 200) -> Reply:
    return Reply(cart_view(state, req.languages), status, etag=str(state.version))


def _shown(req: Request[Any, NoQuery], state: CartState) -> Reply:
    # Not as Reply's etag, which If-None-Match is compared with: what is shown changes with the catalogue and the clock, the version not.
    return Reply(cart_view(state, req.languages), headers={"ETag": f'"{state.version}"'})


def _remember(req: Request[Any, NoQuery], status: int = 200) -> Remember[CartState]:
    return req.remembering(lambda state: _reply(req, state, status))


def _change(req: Request[Any, NoQuery], edit: Edit) -> Reply:
    return _reply(req, carts.change(visitor(req), req.path["id"], edit, if_match=req.if_match(), remember=_remember(req)))


@cart_api.operation("GET", "/v1/carts/{id}", summary="Read a cart", response=CartOut, errors=_READ, headers=_LANGUAGE)
def read(req: Request[NoBody, NoQuery]) -> Reply:
    """Prices and stock are checked at every read; what changed stands as notices at its line. The ETag is the version, for If-Match."""
    return _shown(req, carts.read(visitor(req), req.path["id"]))


@cart_api.operation(
    "GET",
    "/v1/carts/mine",
    summary="My cart",
    permission="customer",
    response=CartOut,
    errors=[(404, "no_cart"), (503, "hook_unavailable")],
    headers=_LANGUAGE,
)
def read_mine(req: Request[NoBody, NoQuery]) -> Reply:
    """The open cart that was made, or that a guest's was merged into, last: also on another device."""
    return _shown(req, carts.mine(visitor(req)))


@cart_api.operation(
    "PATCH", "/v1/carts/{id}", summary="Change a cart's e-mail or metadata", body=CartPatch, response=CartOut,
    idempotent=CartsTable, headers=_CHANGE, errors=_ERRORS,
)  # fmt: skip
def patch_cart(req: Request[CartPatch, NoQuery]) -> Reply:
    sent = req.body.sent_fields()
    return _change(req, lambda cart, _: replace(cart, **sent))


@cart_api.operation(
    "POST", "/v1/carts/{id}/lines", summary="Add to a cart", body=NewLine, response=CartOut, status=201,
    idempotent=CartsTable, headers=_CHANGE,
    errors=[
        *_ERRORS, (409, "unpublished"), (422, "unknown_variant"), (422, "wrong_currency"), (422, "quantity_limit"), (422, "too_many_lines"),
        *_NOTES,
    ],
)  # fmt: skip
def add(req: Request[NewLine, NoQuery]) -> Reply:
    """The same variant again raises the quantity of its line."""
    line = req.body
    state = carts.add(
        visitor(req),
        req.path["id"],
        line.variant_id,
        line.quantity,
        if_match=req.if_match(),
        remember=_remember(req, 201),
        metadata=line.metadata,
        send_to=line.sent_to,
    )
    return _reply(req, state, 201)


@cart_api.operation(
    "PATCH", "/v1/carts/{id}/lines/{line_id}", summary="Change a line", body=LineChange, response=CartOut,
    idempotent=CartsTable, headers=_CHANGE, errors=[*_ERRORS, (422, "metadata_too_large"), *_CARDS],
)  # fmt: skip
def change_line(req: Request[LineChange, NoQuery]) -> Reply:
    """Its quantity, its metadata, or whether it is saved for later."""
    change = req.body
    edit = carts.line_changed(
        req.path["line_id"], quantity=change.quantity, saved=change.saved, metadata=change.metadata, send_to=change.sent_to
    )
    return _change(req, edit)


@cart_api.operation(
    "DELETE",
    "/v1/carts/{id}/lines/{line_id}",
    summary="Remove a line",
    response=CartOut,
    idempotent=CartsTable,
    headers=_CHANGE,
    errors=_ERRORS,
)
def remove(req: Request[NoBody, NoQuery]) -> Reply:
    return _change(req, carts.without(req.path["line_id"]))


@cart_api.operation(
    "DELETE", "/v1/carts/{id}/lines", summary="Empty a cart", response=CartOut, idempotent=CartsTable, headers=_CHANGE, errors=_ERRORS
)
def clear(req: Request[NoBody, NoQuery]) -> Reply:
    return _change(req, carts.emptied)


@cart_api.operation(
    "POST", "/v1/carts/{id}/merge", summary="Take a guest's cart along at sign-in", permission="customer", body=Merge, response=CartOut,
    idempotent=CartsTable, headers=("Accept-Language", "X-Cart-Token"),
    errors=[*_ERRORS, (422, "wrong_currency"), (422, "too_many_lines")],
)  # fmt: skip
def merge_cart(req: Request[Merge, NoQuery]) -> Reply:
    """With both proofs: the access token, and the guest's cart by X-Cart-Token. Answers the customer's cart; a repeat changes nothing."""
    return _reply(req, merge(visitor(req), req.path["id"], into=req.body.into, remember=_remember(req)))


@cart_api.operation(
    "PUT",
    "/v1/carts/{id}/address",
    summary="Set the address",
    body=CartAddress,
    response=CartOut,
    idempotent=CartsTable,
    headers=_CHANGE,
    errors=[*_ERRORS, _UNCOVERED, (422, "unknown_address")],
    example=_ADDRESS,
)
def set_address(req: Request[CartAddress, NoQuery]) -> Reply:
    """The address, one as it is read from `/v1/me/addresses`, or only `address_id`: one of the address book of whoever is signed in."""
    addressed = sent_to(req.body, req.caller.id or None)
    return _change(req, lambda cart, promoted: addressed(cart, promoted.delivering))


@cart_api.operation(
    "GET", "/v1/carts/{id}/delivery_options", summary="What can be chosen", response=DeliveryOptionsOut,
    errors=[*_READ, (409, "address_missing"), _UNCOVERED], headers=_LANGUAGE,
)  # fmt: skip
def delivery_options(req: Request[NoBody, NoQuery]) -> DeliveryOptionsOut:
    return delivery_options_view(*carts.delivery_options_of(visitor(req), req.path["id"]), req.languages)


@cart_api.operation(
    "PUT", "/v1/carts/{id}/delivery_option", summary="Choose a delivery option", body=DeliveryChoice, response=CartOut,
    idempotent=CartsTable, headers=_CHANGE,
    errors=[*_ERRORS, (409, "address_missing"), _UNCOVERED, (422, "unknown_delivery_option"), *_POINT],
)  # fmt: skip
def choose_delivery(req: Request[DeliveryChoice, NoQuery]) -> Reply:
    """With a pick-up point where the option wants one, or choose that next. Another option takes the point out again."""
    wanted = req.body.pickup_point
    return _change(req, delivered_by(req.body.id, point_named(wanted.provider, wanted.id) if wanted else None))


@cart_api.operation(
    "PUT", "/v1/carts/{id}/pickup_point", summary="Choose a pick-up point", body=PointChoice, response=CartOut,
    idempotent=CartsTable, headers=_CHANGE, errors=[*_ERRORS, (409, "address_missing"), (409, "delivery_option_missing"), *_POINT],
)  # fmt: skip
def choose_point(req: Request[PointChoice, NoQuery]) -> Reply:
    """For the delivery option that is chosen already. Name, address and opening hours are as the point's provider says."""
    return _change(req, collected_at(point_named(req.body.provider, req.body.id, at="/id")))


@cart_api.operation(
    "DELETE", "/v1/carts/{id}/pickup_point", summary="Take the pick-up point out", response=CartOut,
    idempotent=CartsTable, headers=_CHANGE, errors=_ERRORS,
)  # fmt: skip
def leave_point(req: Request[NoBody, NoQuery]) -> Reply:
    return _change(req, not_collected)


@cart_api.operation(
    "GET", "/v1/carts/{id}/preview", summary="What the order would cost", response=PreviewOut, errors=_READ, headers=_LANGUAGE
)
def preview(req: Request[NoBody, NoQuery]) -> PreviewOut:
    """Every part of the price explained. `preview_hash` sent with the order makes sure that exactly this is paid."""
    return preview_view(carts.preview(visitor(req), req.path["id"]), req.languages)
