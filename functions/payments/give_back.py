"""Give back by itself what an order does not take: the money of a second payment, of a late one, of a cancelled order."""

from __future__ import annotations

from functions.payments.claim_refund import bring, claim_writes
from functions.payments.providers import provider_named
from functions.payments.refund import Refund, RefundPart
from functions.payments.repository import History, history
from functions.shared import clock, ids
from functions.shared.again import again
from functions.shared.money import Money
from functions.shared.observability import fact
from functions.shared.transactions import transact


def give_back(payment_id: str, *, cause: str, reason: str) -> Refund | None:
    """All that is left of the payment, once per `cause` however often it is asked; None when nothing is (any more).

    Raises LookupError for a payment that does not exist, Unavailable when too many change it at once.
    """
    refund_id = ids.derived_id("ref", payment_id, cause)

    def claim() -> tuple[History, Refund] | None:
        known = history(payment_id)
        if known is None:
            raise LookupError(f"no payment {payment_id}")
        left = int(known.record.refundable)
        if left <= 0 or any(one.refund.id == refund_id for one in known.refunds.values()):
            return None
        money = Money(left, known.attempt.money.currency)
        parts = [RefundPart("amount", left)]
        attempt, now = known.attempt, clock.iso(clock.now())
        by_hand = provider_named(attempt.provider).caps.refunds_by_hand
        refund = Refund(refund_id, payment_id, attempt.order_id, money, reason, "system", now, parts, by_hand=by_hand)
        transact(claim_writes(attempt, refund))
        return known, refund

    claimed = again(claim)
    if claimed is None:
        return None
    known, refund = claimed
    fact(
        "refund.automatic", refund_id=refund_id, payment_id=payment_id, order_id=refund.order_id, amount=refund.money.amount, reason=reason
    )
    bring(known, refund)
    return refund
