"""Gifts for points in a cart: lines at no price, and why one of them cannot be had now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.catalog import Sellable
from functions.loyalty import PointsOffer
from functions.orders.carts.cart_checks import NOT_OFFERED, OUT_OF_STOCK, UNPUBLISHED, CheckedLine, Notice, as_line
from functions.orders.model.cart import Cart, CartGift, CartLine, at_own_price
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.plain.errors import Conflict

NOT_FOR_POINTS, GIFT_LIMIT, POINTS_SHORT = "not_for_points", "gift_limit", "points_short"
REFUSALS = (NOT_FOR_POINTS, GIFT_LIMIT, POINTS_SHORT)


def gift_lines(
    cart: Cart, found: Mapping[str, Sellable], offer: PointsOffer | None, bought: Sequence[CheckedLine], apart: str | None
) -> list[CheckedLine]:
    """A line for each gift of the cart. `bought`: the lines that take pieces of the same stock. `apart`: the variant that has a price of
    its own (a flash sale's, a group buy's): no gift meanwhile."""
    usable = offer.account.usable(offer.at) if offer else 0
    lines = []
    for wish in cart.gifts:
        taken = sum(one.line.quantity for one in bought if one.line.variant_id == wish.variant_id)
        checked = _line(wish, found.get(wish.variant_id), None if wish.variant_id == apart else offer, taken, cart.currency)
        usable -= (checked.line.points_each or 0) * wish.quantity
        lines.append(_noting(checked, Notice(POINTS_SHORT)) if usable < 0 else checked)
    return lines


def gift_line_id(variant_id: str) -> str:
    return f"gift_{variant_id}"


def cost_of(lines: Sequence[CheckedLine]) -> int:
    """In points."""
    return sum((one.line.points_each or 0) * one.line.quantity for one in lines)


def agreed_gifts(lines: Sequence[CheckedLine]) -> list[list[object]]:
    """What their buyer agrees to of them, and what stands against it."""
    gifts = [one for one in lines if one.line.points_each is not None]
    return [[one.line.variant_id, one.line.quantity, one.line.points_each, [notice.code for notice in one.notices]] for one in gifts]


def check_gifts(lines: Sequence[CheckedLine], usable: int) -> None:
    """Raises Conflict (409): `not_for_points`, `gift_limit` and `points_short`, with the variants."""
    for code, why in zip(REFUSALS, ("No gifts for points", "More than a customer may have", "Not enough points for"), strict=True):
        if refused := [one.line.variant_id for one in lines if one.says(code)]:
            raise Conflict(f"{why}: " + ", ".join(refused), code=code, variant_ids=refused, usable=usable)


def _line(wish: CartGift, sellable: Sellable | None, offer: PointsOffer | None, taken: int, currency: str) -> CheckedLine:
    line_id = gift_line_id(wish.variant_id)
    if sellable is None or not sellable.offered:
        # Nothing is told of it: it may not be for whoever asks.
        unknown = CartLine(line_id, wish.variant_id, "", "", {}, {}, None, wish.quantity, 0, points_each=0)
        return CheckedLine(unknown, (Notice(NOT_OFFERED if sellable else UNPUBLISHED),))
    worth = sellable.worth or sellable.price
    line = at_own_price(as_line(sellable, line_id=line_id, quantity=wish.quantity), 0, worth.amount if worth.currency == currency else None)
    gift = offer.gift(wish.variant_id) if offer and sellable.tax_class != GIFT_CARD else None
    checked = CheckedLine(replace(line, points_each=gift.points if gift else 0))
    if not sellable.published:
        checked = _noting(checked, Notice(UNPUBLISHED))
    if sellable.available < taken + wish.quantity:
        checked = _noting(checked, Notice(OUT_OF_STOCK, available=max(0, sellable.available - taken)))
    if gift is None or offer is None:
        return _noting(checked, Notice(NOT_FOR_POINTS))
    more = offer.may_have(gift)
    return checked if more is None or wish.quantity <= more else _noting(checked, Notice(GIFT_LIMIT, available=more))


def _noting(checked: CheckedLine, notice: Notice) -> CheckedLine:
    return replace(checked, notices=(*checked.notices, notice))
