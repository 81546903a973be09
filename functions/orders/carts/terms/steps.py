"""What is still to be done before a cart can be placed, and what can be done now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.model.cart import MAX_LINES, Cart


def missing_for_order(cart: Cart, *, delivered: bool, collected: bool = True, reached: bool = True) -> Sequence[str]:
    """Which steps are still to be done before the cart can be placed, in their usual order. `delivered`: a way of delivery is chosen;
    `collected`: so is the pick-up point, if it wants one. `reached`: it is known how to write to its buyer; of gift cards alone nothing
    else is asked."""
    if cart.nothing_to_send:
        return [] if reached else ["email"]
    steps = {
        "lines": not cart.is_empty,
        "address": cart.address is not None,
        "delivery_option": delivered,
        "pickup_point": collected,
    }
    return [step for step, done in steps.items() if not done]


def next_steps(cart: Cart, *, missing: Sequence[str], blocked: bool) -> Sequence[str]:
    """Which calls make sense now, in their usual order. `blocked`: a line cannot be sold as it stands and must be changed first."""
    steps = {
        "add_line": len(cart.lines) < MAX_LINES,
        "change_lines": blocked,
        "set_address": True,
        "choose_delivery": not cart.is_empty and cart.address is not None and not cart.nothing_to_send,
        "choose_pickup_point": "pickup_point" in missing,
        "preview": not cart.is_empty,
        "place_order": not missing and not blocked,
    }
    return [step for step, possible in steps.items() if possible]
