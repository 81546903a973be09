"""Face: what of an order can be given back, by line and shipping."""

from __future__ import annotations

from functions.orders.store.access import visible_order
from functions.shared.auth.caller import Caller
from functions.shared.contact.card_to import GIFT_CARD
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class RefundableLine:
    """`amount` is what the whole line cost in the end: less its discounts, with its tax."""

    line_id: str
    variant_id: str
    quantity: int
    amount: int
    gift_card: bool = False


@dataclass(frozen=True)
class RefundableLines:
    """The lines' amounts and `shipping` (with its tax) add up to `total`, in minor units. How much of it was given back already
    is known by the payments domain, which owns refunds."""

    order_id: str
    currency: str
    lines: list[RefundableLine]
    shipping: int
    total: int


def refundable_lines(order_id: str, *, caller: Caller) -> RefundableLines:
    """Raises NotFound unless the caller is staff with orders.read. One GetItem."""
    _, order = visible_order(order_id, caller=caller, order_token=None)
    lines = [RefundableLine(line.line_id, line.variant_id, line.quantity, line.total, line.tax_class == GIFT_CARD) for line in order.lines]
    shipping = order.totals.total - sum(line.amount for line in lines)
    return RefundableLines(order.id, order.currency, lines, shipping, order.totals.total)
