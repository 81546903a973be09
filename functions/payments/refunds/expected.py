"""Face: what would go back, for who only asks: it loads nothing that moves money."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import RefundWish, parts_of
from functions.payments.refunds.known_refunds import known_refunds
from functions.shared.auth.caller import Caller


def expected_refund(order_id: str, wish: RefundWish, *, caller: Caller, held: bool = False, besides: str = "") -> list[RefundPart]:
    """What the wish would give back now; nothing is written. `besides`: as if this case had put nothing aside. Raises as `request_refund`
    does."""
    known = known_refunds(order_id, caller, held=held)
    done, left = known.done(besides=besides), known.left(besides=besides)
    return parts_of(wish, lines=known.lines, shipping=known.order.shipping, done=done, left=left)


def within_left(order_id: str, wish: RefundWish, *, caller: Caller, held: bool = False, besides: str = "") -> RefundWish:
    """The wish without the pieces that went back before; its lines may be none then."""
    known = known_refunds(order_id, caller, held=held)
    left = Counter({line.line_id: line.quantity for line in known.lines})
    for part in known.done(besides=besides):
        left[part.line_id] -= part.quantity
    cut = [replace(line, quantity=min(line.quantity, left[line.line_id])) for line in wish.lines if line.quantity]
    return replace(wish, lines=tuple(line for line in cut if line.quantity and line.quantity > 0))
