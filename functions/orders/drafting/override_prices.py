"""Staff sell lines of a draft at another price than the catalogue's, as far as their role may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from functions.orders.model.cart import CartLine, at_own_price
from functions.orders.model.order import Order, PriceOverride
from functions.orders.store.rules_store import shop_rules
from functions.shared.auth.caller import Caller
from functions.shared.contact.card_to import CardTo
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Fault, Invalid


@dataclass(frozen=True)
class DraftLine:
    """`price` of one piece in minor units, with its `reason`; None: the catalogue's. `send_to`: whom a gift card is for."""

    variant_id: str
    quantity: int
    price: int | None = None
    reason: str = ""
    send_to: CardTo | None = None


def priced_by_staff(
    wanted: Sequence[DraftLine], lines: Sequence[CartLine], before: Order | None, by: Caller, now: datetime
) -> tuple[list[CartLine], dict[str, PriceOverride]]:
    """The lines (as many as `wanted`) and, by line id, what was overridden. What others agreed to in the draft `before` stays theirs, for
    as many pieces at most. Raises Invalid (422 `price_limit_exceeded`) with each line of which more is taken off than their role may."""
    limit, faults = shop_rules().checkout.price_limit(by.roles), list[Fault]()
    priced, overrides = list[CartLine](), dict[str, PriceOverride]()
    for i, (wish, line) in enumerate(zip(wanted, lines, strict=True)):
        if wish.price is None:
            priced.append(line)
            continue
        agreed = _agreed(wish, line, before)
        if agreed is None and line.unit_price - wish.price > line.unit_price * limit // 10_000:
            least = line.unit_price - line.unit_price * limit // 10_000
            faults.append(Fault(f"/lines/{i}/price/amount", "price_limit_exceeded", f"Your role may sell it for {least} at least."))
        overrides[line.line_id] = agreed or PriceOverride(line.unit_price, wish.price, wish.reason, by.actor, times.iso(now))
        # What it costs otherwise is nobody's reduction: no list price is claimed.
        priced.append(at_own_price(line, wish.price, None))
    if faults:
        raise Invalid("More is taken off than your role may.", faults=faults, code="price_limit_exceeded")
    return priced, overrides


def _agreed(wish: DraftLine, line: CartLine, before: Order | None) -> PriceOverride | None:
    """The same price for the same variant, while the catalogue's is what it was then; also whoever may not set it keeps it."""
    for one in before.lines if before else []:
        known = before.overrides.get(one.line_id) if before else None
        is_same = known and one.variant_id == line.variant_id and wish.quantity <= one.quantity
        if known and is_same and (known.price, known.was, known.reason) == (wish.price, line.unit_price, wish.reason):
            return known
    return None
