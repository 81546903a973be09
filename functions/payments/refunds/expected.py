"""Face: what would go back, for who only asks: it loads nothing that moves money."""

from __future__ import annotations

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
