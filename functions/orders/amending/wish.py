"""What somebody wants to be different of an order, and what that means of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.orders.carts.terms.discounts import POINTS
from functions.orders.model.amendments.amend import agreed_lines
from functions.orders.model.cart import MAX_LINES, MAX_QUANTITY
from functions.orders.model.order import Order
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid
from functions.shared.plain.postal_address import Address


@dataclass(frozen=True)
class LineWish:
    """How many pieces there are of a line that the order has or had; or so many pieces of a variant besides."""

    quantity: int
    line_id: str | None = None
    variant_id: str | None = None


@dataclass(frozen=True)
class AmendWish:
    """What is left out stays. `reason`: as staff say. `withdrawn`: by a buyer's statement, whose case about the order is open."""

    address: Address | None = None
    lines: Sequence[LineWish] = ()
    delivery_option_id: str | None = None
    reason: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Pieces:
    """`agreed`: by line id, of what is there at the agreed price; `added`: by variant, at today's."""

    agreed: Mapping[str, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)


def pieces_wanted(order: Order, wishes: Sequence[LineWish]) -> Pieces:
    """Pieces of a line beyond what was ever agreed of it are added at today's price, as a line of their own; beyond what is there now where
    points had lowered it: theirs went back to their buyer with the pieces.

    Raises Invalid (422) `unknown_line`, `line_named_twice`, with pointers; `too_many_lines`, `quantity_too_large`; `nothing_left` for an
    order without pieces; `gift_for_points` for more of what was bought with points, `gift_card_line` for more gift cards.
    """
    known, faults = agreed_lines(order), list[Fault]()
    agreed, added = dict[str, int](), Counter[str]()
    now = {line.line_id: line.quantity for line in order.lines}
    by_points = any(part.kind == "discount" and part.code == POINTS for part in order.parts)
    for i, wish in enumerate(wishes):
        if wish.variant_id is not None:
            if wish.quantity:
                added[wish.variant_id] += wish.quantity
            continue
        line = known.get(wish.line_id or "")
        if line is None:
            faults.append(Fault(f"/lines/{i}/line_id", "unknown_line", "The order has no such line."))
        elif line.tax_class == GIFT_CARD and wish.quantity > now.get(line.line_id, 0):
            faults.append(
                Fault(f"/lines/{i}/quantity", "gift_card_line", "Gift cards are taken out, and never put in: sell them in a draft order.")
            )
        elif line.points_each is not None and wish.quantity > now.get(line.line_id, 0):
            faults.append(
                Fault(f"/lines/{i}/quantity", "gift_for_points", "Gifts for points are taken in a cart: their points are spent there.")
            )
        elif line.line_id in agreed:
            faults.append(Fault(f"/lines/{i}/line_id", "line_named_twice", "Name each line once."))
        else:
            most = now.get(line.line_id, 0) if by_points else line.quantity
            agreed[line.line_id] = min(wish.quantity, most)
            if wish.quantity > most:
                added[line.variant_id] += wish.quantity - most
    if faults:
        raise Invalid("Lines of the order cannot be changed so.", faults=faults, code=faults[0].code)
    now |= agreed
    count = sum(1 for quantity in now.values() if quantity) + len(added)
    if not count:
        raise Invalid.field("/lines", "nothing_left", "Nothing would be left of the order: cancel it instead.")
    if count > MAX_LINES:
        raise Invalid(f"An order takes at most {MAX_LINES} different lines.", code="too_many_lines")
    if added and max(added.values()) > MAX_QUANTITY:
        raise Invalid.field("/lines", "quantity_too_large", f"At most {MAX_QUANTITY} pieces of a variant.")
    return Pieces(agreed, added)
