"""What a refund would give back, before anybody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.model.refund import Refund
from functions.payments.model.refund_parts import RefundWish
from functions.payments.refunds.claim_refunds import MadeAs, check_many, refunds_for
from functions.payments.refunds.known_refunds import known_refunds
from functions.payments.refunds.request_refund import wished_parts
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Foreseen:
    """`refunds` are not made; `left` is what could still be given back after them."""

    refunds: Sequence[Refund]
    left: Money


def preview_refund(order_id: str, wish: RefundWish, *, currency: str | None, reason: str, restock: bool, caller: Caller) -> Foreseen:
    """Decided as `request_refund` decides, from what is known now, and nothing is written. Raises as it does."""
    known = known_refunds(order_id, caller)
    refunds = refunds_for(known, wished_parts(known, wish, currency), MadeAs(reason, caller, restock))
    check_many(known, refunds)
    given = sum(refund.money.amount for refund in refunds)
    return Foreseen(refunds, Money(max(0, known.left() - given), known.order.currency))
