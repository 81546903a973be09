"""How a cart is delivered: one of the options that are offered, and a pick-up point if that option wants one.

A point belongs to the option that it was chosen for. It is asked of its provider, never taken from what a caller says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from functions.orders.carts.carts import Edit
from functions.orders.carts.promoted import Promoted
from functions.orders.carts.quote import check_addressed, options_for
from functions.orders.model.cart import Cart
from functions.orders.model.delivery import misfit
from functions.orders.model.order import DeliveryOption
from functions.orders.model.shipping_rates import DeliveryKind
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping import find_carrier, point_of

Resolved = Callable[[], PickupPoint]
"""The point as its provider tells it; asked once, however often the cart has to be read."""
MISFIT = {
    "too_heavy_for_point": "What is in the cart is too heavy for this pick-up point.",
    "too_large_for_point": "What is in the cart is too large for this pick-up point.",
}


def point_named(provider: str, point_id: str, *, at: str = "/pickup_point") -> Resolved:
    """Raises Invalid (422 `unknown_pickup_point`), Unavailable (503 `pickup_points_unavailable`)."""

    @cache
    def resolved() -> PickupPoint:
        found = point_of(provider, point_id)
        if found is None:
            raise Invalid.field(at, "unknown_pickup_point", "There is no such pick-up point, or it hands out no parcels at the moment.")
        return found

    return resolved


def delivered_by(option_id: str, point: Resolved | None = None) -> Edit:
    """Raises Invalid (422): `unknown_delivery_option` for an option that is not offered, `point_not_wanted`, `point_not_served`,
    `too_heavy_for_point`, `too_large_for_point`, and what naming the point raises; Conflict (409 `address_missing`)."""

    def edit(cart: Cart, promoted: Promoted) -> Cart:
        check_addressed(cart)
        if point is not None:
            return chosen_with(cart, promoted, option_id, point())
        return chosen(cart, options_for(_left_for(cart, option_id), promoted), option_id)

    return edit


def collected_at(point: Resolved) -> Edit:
    """For the option that is chosen already. Raises as `delivered_by` does; Conflict (409 `delivery_option_missing`)."""

    def edit(cart: Cart, promoted: Promoted) -> Cart:
        check_addressed(cart)
        if cart.delivery_option_id is None:
            raise Conflict("Choose a delivery option first.", code="delivery_option_missing")
        return chosen_with(cart, promoted, cart.delivery_option_id, point(), at="")

    return edit


def not_collected(cart: Cart, _: Promoted) -> Cart:
    return replace(cart, point=None)


def chosen(cart: Cart, options: Sequence[DeliveryOption], option_id: str) -> Cart:
    """Without a new point: the one it has stays if the option does."""
    option = _offered(options, option_id)
    kept = _left_for(cart, option_id)
    if option.kind is not DeliveryKind.PICKUP_POINT:
        kept = replace(kept, point=None)
    return replace(kept, delivery_option_id=option_id)


def chosen_with(cart: Cart, promoted: Promoted, option_id: str, point: PickupPoint, *, at: str = "/pickup_point") -> Cart:
    there = replace(cart, point=point)
    try:
        option = _offered(options_for(there, promoted), option_id)
    except Invalid as refusal:
        # Not offered at all, or only not there.
        _offered(options_for(replace(cart, point=None), promoted), option_id)
        raise _refused(at, "point_not_served", "This delivery option does not go to the place of this pick-up point.") from refusal
    if option.kind is not DeliveryKind.PICKUP_POINT:
        raise _refused(at, "point_not_wanted", "This delivery option brings the parcel to the address.")
    brings = find_carrier(option.carrier)
    if brings is not None and not brings.goes_to_points_of(point.provider):
        raise _refused(at, "point_not_served", f"{option.carrier} does not deliver to pick-up points of {point.provider}.")
    if why := misfit(point, there.lines):
        raise _refused(at, why.value, MISFIT[why.value])
    return replace(there, delivery_option_id=option_id)


def _left_for(cart: Cart, option_id: str) -> Cart:
    return cart if option_id == cart.delivery_option_id else replace(cart, point=None)


def _offered(options: Sequence[DeliveryOption], option_id: str) -> DeliveryOption:
    found = next((option for option in options if option.id == option_id), None)
    if found is None:
        raise Invalid.field("/id", "unknown_delivery_option", "This delivery option is not offered for the cart.")
    return found


def _refused(at: str, code: str, detail: str) -> Invalid:
    return Invalid.field(at, code, detail) if at else Invalid(detail, code=code, faults=[Fault("/id", code, detail)])
